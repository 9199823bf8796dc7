@NullMarked
package io.wwep.benchmarks.process;

import org.jspecify.annotations.NullMarked;
