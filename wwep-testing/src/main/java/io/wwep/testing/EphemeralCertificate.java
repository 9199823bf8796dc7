package io.wwep.testing;

import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.WwepTls;
import javax.net.ssl.SSLContext;

/**
 * The certificate of all test servers of one run of the JVM, for this machine by its names {@code localhost}, 127.0.0.1 and ::1,
 * with its key in memory alone. It is its own authority.
 *
 * @param context for a server that shows it
 * @param trust for a client that trusts it, and nothing else
 */
record EphemeralCertificate(SSLContext context, WwepTls trust) {

    /** The one of this run, made when it is first asked for. */
    static EphemeralCertificate get() {
        return Holder.CERTIFICATE;
    }

    private static final class Holder {

        private static final EphemeralCertificate CERTIFICATE = make();

        private static EphemeralCertificate make() {
            IssuedCertificate made = IssuedCertificate.named("WWEP test server of this run alone")
                    .names("localhost", "127.0.0.1", "::1")
                    .selfSigned();
            return new EphemeralCertificate(made.sslContext(), WwepTls.trustingPem(made.certificatePem()));
        }
    }
}
