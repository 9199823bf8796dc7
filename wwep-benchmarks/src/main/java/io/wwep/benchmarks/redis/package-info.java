/** A server whose registers are in Redis: how many writes it acknowledges in a second. */
@NullMarked
package io.wwep.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
