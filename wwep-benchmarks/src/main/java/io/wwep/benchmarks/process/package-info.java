/** The processes that a benchmark starts. */
@NullMarked
package io.wwep.benchmarks.process;

import org.jspecify.annotations.NullMarked;
