/** The register server under load, and under load with peers beside it that abuse it. */
@NullMarked
package io.wwep.benchmarks.load;

import org.jspecify.annotations.NullMarked;
