/**
 * Certificates for tests and labs: authorities, and what they issue to servers and clients. {@link
 * io.wwep.pki.IssuedCertificate} is the way in; {@link io.wwep.pki.PemText} writes certificates and keys in every format that
 * openssl reads. Knows nothing of WWEP.
 *
 * <pre>{@code
 * IssuedCertificate lab = IssuedCertificate.authority("My lab");
 * IssuedCertificate server = IssuedCertificate.named("server").names("wwep.local", "127.0.0.1").issuedBy(lab);
 * IssuedCertificate gateway = IssuedCertificate.named("gateway 7").forClients().issuedBy(lab);
 * SSLContext context = server.sslContext(lab); // for a server that requires client certificates
 * }</pre>
 */
@NullMarked
package io.wwep.pki;

import org.jspecify.annotations.NullMarked;
