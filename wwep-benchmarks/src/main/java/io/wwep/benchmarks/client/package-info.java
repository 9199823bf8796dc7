/** The clients that are measured: ours, a raw socket, and those of other makers. */
@NullMarked
package io.wwep.benchmarks.client;

import org.jspecify.annotations.NullMarked;
