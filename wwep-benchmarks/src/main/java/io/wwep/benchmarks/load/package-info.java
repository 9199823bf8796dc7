/** Measures the register server under load, with and without abusive peers. */
@NullMarked
package io.wwep.benchmarks.load;

import org.jspecify.annotations.NullMarked;
