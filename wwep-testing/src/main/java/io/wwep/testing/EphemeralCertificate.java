package io.wwep.testing;

import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.WwepTls;
import javax.net.ssl.SSLContext;

/**
 * The self-signed certificate of all test servers in this JVM, for {@code localhost}, 127.0.0.1 and ::1. Its key is
 * kept only in memory.
 *
 * @param context for a server with this certificate
 * @param trust for a client that trusts only this certificate
 */
record EphemeralCertificate(SSLContext context, WwepTls trust) {

    /** Returns the certificate, created on first use. */
    static EphemeralCertificate get() {
        return Holder.CERTIFICATE;
    }

    private static final class Holder {

        private static final EphemeralCertificate CERTIFICATE = create();

        private static EphemeralCertificate create() {
            IssuedCertificate issued = IssuedCertificate.named("WWEP test server of this run")
                    .names("localhost", "127.0.0.1", "::1")
                    .selfSigned();
            return new EphemeralCertificate(issued.sslContext(), WwepTls.trustingPem(issued.certificatePem()));
        }
    }
}
