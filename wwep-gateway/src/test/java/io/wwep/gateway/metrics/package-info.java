@NullMarked
package io.wwep.gateway.metrics;

import org.jspecify.annotations.NullMarked;
