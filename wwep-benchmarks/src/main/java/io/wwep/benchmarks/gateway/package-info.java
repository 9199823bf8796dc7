/** Measures gateways: how many registers and endpoints one can watch, and at what cost. */
@NullMarked
package io.wwep.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
