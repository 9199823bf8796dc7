/**
 * What {@code wwep certs} says of certificates and keys in files, and how it converts them. {@code io.wwep.pki} makes them.
 */
@NullMarked
package io.wwep.examples.certs;

import org.jspecify.annotations.NullMarked;
