/** Micrometer metrics for clients and gateways. Needs Micrometer on the class path or module path. */
@NullMarked
package io.wwep.gateway.metrics;

import org.jspecify.annotations.NullMarked;
