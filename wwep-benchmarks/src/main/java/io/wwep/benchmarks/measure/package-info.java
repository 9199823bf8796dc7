/** Measuring several contenders in turns, and what the figures say. */
@NullMarked
package io.wwep.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
