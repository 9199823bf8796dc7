package io.wwep.server;

import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;

/** Certificates and trust settings for TLS tests. */
final class TestTls {

    static final IssuedCertificate ROOT = IssuedCertificate.authority("Root");

    static final IssuedCertificate SERVER = server("server");

    /** Trust settings for a client of the server. */
    static final WwepTls TRUST = WwepTls.trustingPem(ROOT.certificatePem());

    private TestTls() {}

    /** Returns a certificate that clients trust. */
    static IssuedCertificate server(String commonName) {
        return IssuedCertificate.named(commonName)
                .names("localhost")
                .names("127.0.0.1")
                .issuedBy(ROOT);
    }

    /** Writes the server's certificate to files. */
    static TlsIdentity identity(Path folder) {
        return identity(SERVER, folder);
    }

    static TlsIdentity identity(IssuedCertificate certificate, Path folder) {
        return TlsIdentity.of(certificate.chainFile(folder), certificate.keyFile(folder));
    }
}
