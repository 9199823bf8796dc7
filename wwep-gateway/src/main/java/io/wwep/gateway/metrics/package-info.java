/** Metrics of clients and gateways for Micrometer, which must be on the class path or module path to use this package. */
@NullMarked
package io.wwep.gateway.metrics;

import org.jspecify.annotations.NullMarked;
