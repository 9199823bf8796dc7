/**
 * Does a TLS handshake and reports each of its steps as it happens, for {@code wwep handshake}. Prints nothing. Start with
 * {@link io.wwep.examples.handshake.ObservedHandshake}.
 */
@NullMarked
package io.wwep.examples.handshake;

import org.jspecify.annotations.NullMarked;
