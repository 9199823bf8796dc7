/** Typed registers: how values are encoded in the 16-bit registers of a device. */
@NullMarked
package io.wwep.gateway.register;

import org.jspecify.annotations.NullMarked;
