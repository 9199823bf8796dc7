@NullMarked
package io.wwep.benchmarks;

import org.jspecify.annotations.NullMarked;
