/**
 * Describes, explains and converts certificates and keys for {@code wwep certs}. {@code io.wwep.pki} creates them.
 */
@NullMarked
package io.wwep.examples.certs;

import org.jspecify.annotations.NullMarked;
