package io.wwep.examples.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A new certificate and its private key. */
public record Issued(X509Certificate certificate, PrivateKey key) {

    /** Names the certificate alone, so that no key gets into a log. */
    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }
}
