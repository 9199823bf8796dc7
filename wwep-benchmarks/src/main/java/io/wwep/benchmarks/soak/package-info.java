/** A soak test: clients in all modes and a server, with faults between them. */
@NullMarked
package io.wwep.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
