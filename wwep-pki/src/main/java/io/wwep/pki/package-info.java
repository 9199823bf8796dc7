/**
 * Creates certificates for tests and labs: authorities, servers and clients. Start with {@link
 * io.wwep.pki.IssuedCertificate}; {@link io.wwep.pki.PemText} writes certificates and keys in every format that openssl
 * reads. This package does not depend on WWEP.
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
