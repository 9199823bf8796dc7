/**
 * Checks somebody's WWEP server against the protocol, for {@code wwep check} and for pages that show the result. Prints
 * nothing. Start with {@link io.wwep.examples.check.ServerCheck}.
 */
@NullMarked
package io.wwep.examples.check;

import org.jspecify.annotations.NullMarked;
