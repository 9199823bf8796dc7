package io.wwep.server;

import io.wwep.tls.TestCertificate;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;

/** Who is who in the tests of TLS. */
final class TestTls {

    static final TestCertificate ROOT = TestCertificate.authority("Root");

    static final TestCertificate SERVER = server("server");

    /** For a client of the server. */
    static final WwepTls TRUST = WwepTls.trustingPem(ROOT.pem());

    private TestTls() {}

    /** A certificate that clients take. */
    static TestCertificate server(String commonName) {
        return TestCertificate.named(commonName)
                .names("localhost")
                .addresses("127.0.0.1")
                .by(ROOT);
    }

    /** The server's, in files. */
    static TlsIdentity identity(Path folder) {
        return identity(SERVER, folder);
    }

    static TlsIdentity identity(TestCertificate certificate, Path folder) {
        return TlsIdentity.of(certificate.pemIn(folder), certificate.keyIn(folder));
    }
}
