/** The servers that the clients connect to, each in a separate process. */
@NullMarked
package io.wwep.benchmarks.server;

import org.jspecify.annotations.NullMarked;
