/** The benchmarks' command line, rows and table. */
@NullMarked
package io.wwep.benchmarks;

import org.jspecify.annotations.NullMarked;
