@NullMarked
package io.wwep.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
