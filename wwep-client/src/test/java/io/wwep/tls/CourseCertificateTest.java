package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate like the course's: self-signed, SHA-1, without alternative names, expired, its key in PKCS#1. */
class CourseCertificateTest {

    private static final IssuedCertificate COURSE = CourseCertificate.make();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void itIsAcceptedByItsNameWithBothProtocols(String protocol) throws Exception {
        try (TlsPeer peer = new TlsPeer(COURSE, null, parameters -> parameters.setProtocols(new String[] {protocol}))) {
            peer.talk(WwepTls.trustingPem(COURSE.certificatePem()).expectingName("IoT"), "127.0.0.1");
            assertThat(peer.seen())
                    .returns(protocol, TlsPeer.Seen::protocol)
                    .returns(java.util.List.of("IoT"), TlsPeer.Seen::names);
        }
    }

    @Test
    void connectingByAddressReportsItsOnlyName() throws Exception {
        try (TlsPeer peer = new TlsPeer(COURSE)) {
            assertThatThrownBy(() -> peer.talk(WwepTls.trustingPem(COURSE.certificatePem()), "127.0.0.1"))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("only name is the common name IoT")
                    .hasMessageContaining("expectingName(\"IoT\")");
        }
    }

    @Test
    void itWorksAsAnIdentityToo() throws Exception {
        Path certificate = Files.writeString(folder.resolve("iot.pem"), COURSE.certificatePem());
        Path key = Files.writeString(folder.resolve("iot.key"), PemText.traditional(COURSE.key()));
        assertThat(Files.readString(key)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        try (TlsPeer peer = new TlsPeer(COURSE, COURSE, parameters -> parameters.setNeedClientAuth(true))) {
            peer.talk(
                    WwepTls.trustingPem(COURSE.certificatePem())
                            .expectingName("IoT")
                            .identity(certificate, key),
                    "127.0.0.1");
            assertThat(peer.seen().clientSubject()).isEqualTo("CN=IoT");
        }
    }
}
