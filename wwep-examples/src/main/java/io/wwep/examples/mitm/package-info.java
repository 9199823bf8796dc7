/**
 * A man in the middle between a client and a server, all on this machine, for {@code wwep mitm}. Prints nothing. Start with
 * {@link io.wwep.examples.mitm.Attack}.
 */
@NullMarked
package io.wwep.examples.mitm;

import org.jspecify.annotations.NullMarked;
