/** Clients of all modes and a server, with faults between them, for as long as one likes. */
@NullMarked
package io.wwep.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
