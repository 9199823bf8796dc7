@NullMarked
package io.wwep.benchmarks.row;

import org.jspecify.annotations.NullMarked;
