package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wwep.check.LogCapture;
import io.wwep.client.WwepClient;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepConnectException;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An RSA key of 522 bits or less cannot sign in TLS 1.3. The side with that key is at fault, not its peer. */
class ShortKeyTest {

    private final LogCapture log = new LogCapture("io.wwep.server");

    @TempDir
    private Path folder;

    @AfterEach
    void endCapture() {
        log.close();
    }

    private static IssuedCertificate shortKey(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);
        KeyPair keys = generator.generateKeyPair();
        return IssuedCertificate.named(name).names("127.0.0.1").keys(keys).selfSigned();
    }

    private WwepServer serving(IssuedCertificate identity) throws Exception {
        return WwepServer.create()
                .tls(0, TlsIdentity.of(identity.chainFile(folder), identity.keyFile(folder)))
                .start();
    }

    private static String messageOfRefusal(WwepServer server, WwepTls tls) {
        try (WwepClient client = WwepClient.create("127.0.0.1")
                .port(server.tlsPort())
                .tls(tls)
                .handshakeTimeout(Duration.ofMinutes(1))
                .deadline(Duration.ofMinutes(2))
                .build()) {
            return String.valueOf(catchThrowableOfType(WwepConnectException.class, () -> client.read(0x0FAC, 0x0B))
                    .getMessage());
        }
    }

    @Test
    void aShortServerKeyIsReportedByBothSides() throws Exception {
        IssuedCertificate identity = shortKey("server");
        try (WwepServer server = serving(identity)) {
            String refusal = messageOfRefusal(server, WwepTls.trustingPem(identity.certificatePem()));
            assertThat(refusal).contains("internal_error", "see its log");
            // Closing the server would suppress the log of connections that it aborts.
            while (server.statistics().open() > 0) {
                Thread.onSpinWait();
            }
        }
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("this server's key cannot sign in TLS 1.3", "too short", "rsa_keygen_bits:2048")
                .doesNotContain("what the client sent");
    }

    @Test
    void aShortClientKeyIsReportedByTheClient() throws Exception {
        IssuedCertificate identity = shortKey("client");
        IssuedCertificate good =
                IssuedCertificate.named("server").names("127.0.0.1").selfSigned();
        WwepTls trust = WwepTls.trustingPem(identity.certificatePem());
        try (WwepServer server = WwepServer.create()
                .tls(0, TlsIdentity.of(good.chainFile(folder), good.keyFile(folder)))
                .requireClientCertificates(trust)
                .start()) {
            String refusal = messageOfRefusal(
                    server,
                    WwepTls.trustingPem(good.certificatePem())
                            .identity(identity.chainFile(folder), identity.keyFile(folder)));
            assertThat(refusal)
                    .contains("this client's key cannot sign in TLS 1.3", "too short", "rsa_keygen_bits:2048");
        }
    }
}
