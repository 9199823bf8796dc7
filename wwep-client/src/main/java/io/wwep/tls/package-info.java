/**
 * TLS from PEM files: whom to trust, who to be, and what went wrong. Knows nothing of WWEP; {@link
 * io.wwep.tls.WwepTls} is the way in.
 */
@NullMarked
package io.wwep.tls;

import org.jspecify.annotations.NullMarked;
