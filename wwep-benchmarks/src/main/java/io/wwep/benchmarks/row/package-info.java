/** The rows of the table: what they compare, how, and their goals. */
@NullMarked
package io.wwep.benchmarks.row;

import org.jspecify.annotations.NullMarked;
