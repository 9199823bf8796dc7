/** The rows of the table: what is compared, how, and what the goal is. */
@NullMarked
package io.wwep.benchmarks.row;

import org.jspecify.annotations.NullMarked;
