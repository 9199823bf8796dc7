package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wwep.check.Mosquitto;
import io.wwep.check.Program;
import io.wwep.pki.IssuedCertificate;
import io.wwep.testing.WwepTestServer;
import io.wwep.tls.TlsMaterialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker with a certificate of a private authority. */
class BridgeTlsTest {

    private static final IssuedCertificate AUTHORITY = IssuedCertificate.authority("Broker root");

    @TempDir
    private Path folder;

    private WwepTestServer server;
    private Path ca;

    @BeforeEach
    void start() throws IOException {
        server = WwepTestServer.start();
        ca = AUTHORITY.chainFile(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Mosquitto broker(String... more) throws IOException {
        IssuedCertificate certificate =
                IssuedCertificate.named("broker").names("localhost").issuedBy(AUTHORITY);
        return Mosquitto.overTls(certificate.chainFile(folder), certificate.keyFile(folder), ca, more);
    }

    private String failure(TestConfig config) throws IOException {
        try (Bridge bridge = Bridge.start(config.build(), TestConfig.QUICK)) {
            return Eventually.state(bridge::mqttStatus, status -> status.startsWith("no connection"));
        }
    }

    @Test
    void aBrokerOfAnotherAuthorityIsRefusedWithItsName() throws Exception {
        Path other =
                IssuedCertificate.authority("Another root").chainFile(Files.createDirectory(folder.resolve("other")));
        try (Mosquitto broker = broker()) {
            assertThat(failure(new TestConfig(broker.port(), server.client(), folder).tls("localhost", other)))
                    .contains("Broker root");
        }
    }

    @Test
    void aBrokerWithAnotherNameIsRefused() throws Exception {
        try (Mosquitto broker = broker()) {
            assertThat(failure(new TestConfig(broker.port(), server.client(), folder).tls("127.0.0.1", ca)))
                    .contains("localhost");
        }
    }

    @Test
    void aBrokerThatAsksForACertificateGetsIt() throws Exception {
        IssuedCertificate client = IssuedCertificate.named("gateway").issuedBy(AUTHORITY);
        Path own = Files.createDirectory(folder.resolve("own"));
        Path certificate = client.chainFile(own);
        Path key = client.keyFile(own);
        try (Mosquitto broker = broker("require_certificate true", "use_identity_as_username true", "cafile " + ca);
                Bridge bridge = Bridge.start(
                        new TestConfig(broker.port(), server.client(), folder)
                                .tls("localhost", ca)
                                .identity(certificate, key)
                                .build(),
                        TestConfig.QUICK)) {
            Eventually.state(bridge::mqttStatus, status -> status.startsWith("connected to mqtts://localhost:"));
            broker.awaitLog("u'gateway'");
        }
    }

    @Test
    void aPlainBrokerIsNotTakenForOneOverTls() throws Exception {
        try (Mosquitto broker = new Mosquitto();
                Program subscriber = broker.subscribe("wwep/#")) {
            assertThat(failure(new TestConfig(broker.port(), server.client(), folder).tls("localhost", ca)))
                    .startsWith("no connection to mqtts://localhost:");
            assertThat(subscriber).isNotNull();
        }
    }

    @Test
    void aMissingAuthorityIsReportedAtTheStart() {
        TestConfig config =
                new TestConfig(8883, server.client(), folder).tls("localhost", folder.resolve("missing.pem"));
        assertThatExceptionOfType(TlsMaterialException.class)
                .isThrownBy(() -> Bridge.start(config.build(), TestConfig.QUICK).close())
                .withMessageContaining("missing.pem");
    }
}
