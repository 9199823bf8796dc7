package io.wwep.tls;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import java.time.Instant;

/**
 * Creates a certificate with everything that makes the course's hard to use: self-signed, SHA-1, no alternative name,
 * expired.
 */
public final class CourseCertificate {

    private CourseCertificate() {}

    /** Returns a new certificate with a new key. */
    public static IssuedCertificate make() {
        return IssuedCertificate.named("IoT")
                .key(KeyKind.RSA)
                .bare()
                .signedWith("SHA1withRSA")
                .valid(Instant.parse("2017-07-17T00:00:00Z"), Instant.parse("2018-07-17T00:00:00Z"))
                .selfSigned();
    }
}
