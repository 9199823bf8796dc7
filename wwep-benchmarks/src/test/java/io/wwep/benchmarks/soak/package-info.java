@NullMarked
package io.wwep.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
