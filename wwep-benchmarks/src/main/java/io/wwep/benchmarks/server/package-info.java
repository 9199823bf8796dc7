/** The servers that the clients talk to, each in a process of its own. */
@NullMarked
package io.wwep.benchmarks.server;

import org.jspecify.annotations.NullMarked;
