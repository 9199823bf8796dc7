package io.wwep.server;

import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;

/** Who is who in the tests of TLS. */
final class TestTls {

    static final IssuedCertificate ROOT = IssuedCertificate.authority("Root");

    static final IssuedCertificate SERVER = server("server");

    /** For a client of the server. */
    static final WwepTls TRUST = WwepTls.trustingPem(ROOT.certificatePem());

    private TestTls() {}

    /** A certificate that clients take. */
    static IssuedCertificate server(String commonName) {
        return IssuedCertificate.named(commonName)
                .names("localhost")
                .names("127.0.0.1")
                .issuedBy(ROOT);
    }

    /** The server's, in files. */
    static TlsIdentity identity(Path folder) {
        return identity(SERVER, folder);
    }

    static TlsIdentity identity(IssuedCertificate certificate, Path folder) {
        return TlsIdentity.of(certificate.chainFile(folder), certificate.keyFile(folder));
    }
}
