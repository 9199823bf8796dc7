/** Gateways: endpoints, their devices, and watches that report what changes in the registers. */
@NullMarked
package io.wwep.gateway;

import org.jspecify.annotations.NullMarked;
