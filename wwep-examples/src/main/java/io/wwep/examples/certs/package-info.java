/**
 * Certificates and keys of one's own: made with BouncyCastle, which only {@link io.wwep.examples.certs.CertificateMaker}
 * and {@link io.wwep.examples.certs.CertificateName} touch, described, and converted.
 */
@NullMarked
package io.wwep.examples.certs;

import org.jspecify.annotations.NullMarked;
