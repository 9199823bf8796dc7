/** Interleaved measurements of several contenders, and their figures. */
@NullMarked
package io.wwep.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
