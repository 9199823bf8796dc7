@NullMarked
package io.wwep.benchmarks.load;

import org.jspecify.annotations.NullMarked;
