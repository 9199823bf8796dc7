package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wwep.check.OpenSslServer;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.CourseCertificate;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against OpenSSL's server, with certificate and key in files. */
class OpenSslPeerTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("OpenSSL root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").issuedBy(ROOT);
    private static final IssuedCertificate COURSE = CourseCertificate.make();

    @TempDir
    private Path folder;

    private OpenSslServer server(IssuedCertificate certificate, String... options) throws IOException {
        Path key = Files.writeString(folder.resolve("server.key"), PemText.traditional(certificate.key()));
        Stream<String> identity =
                Stream.of("-cert", certificate.chainFile(folder).toString(), "-key", key.toString());
        return new OpenSslServer(Stream.concat(identity, Stream.of(options)).toArray(String[]::new));
    }

    private static WwepClientBuilder client(OpenSslServer server) {
        return WwepClient.create("127.0.0.1").port(server.port()).replyTimeout(Duration.ofSeconds(20));
    }

    private static WwepTls trust() {
        return WwepTls.trustingPem(ROOT.certificatePem());
    }

    /** Returns the server's answer to a write. */
    private static WwepReply exchange(WwepClient client, OpenSslServer server) throws Exception {
        Caller caller = Caller.of(() -> client.exchange(WwepRequest.write(0x0FAC, 0x0B, 0x1234)));
        server.await("W0FAC0B1234");
        server.send("A0FAC0B1234");
        return caller.outcome() instanceof WwepReply reply ? reply : WwepReply.refused(caller.outcome() + "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aCertificateLikeTheCoursesIsAcceptedByItsName(String protocol) throws Exception {
        WwepTls tls = WwepTls.trustingPem(COURSE.certificatePem()).expectingName("IoT");
        try (OpenSslServer server = server(COURSE, protocol);
                WwepClient client = client(server).tls(tls).build()) {
            assertThat(exchange(client, server)).hasToString("A0FAC0B1234");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void theClientClosesCleanly(String protocol) throws Exception {
        try (OpenSslServer server = server(SERVER, protocol, "-msg")) {
            try (WwepClient client = client(server).tls(trust()).build()) {
                assertThat(exchange(client, server)).hasToString("A0FAC0B1234");
            }
            assertThat(server.await("<<<.*Alert[^\n]*\n[^\n]*\n?"))
                    .contains("close_notify")
                    .doesNotContain("fatal");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aRequiredClientCertificateIsPresented(String protocol) throws Exception {
        IssuedCertificate client = IssuedCertificate.named("client").issuedBy(ROOT);
        WwepTls tls = trust().identity(client.chainFile(folder), client.keyFile(folder));
        try (OpenSslServer server = requiring(protocol);
                WwepClient shown = client(server).tls(tls).build()) {
            assertThat(exchange(shown, server)).hasToString("A0FAC0B1234");
            server.await("CN ?= ?client");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aMissingRequiredClientCertificate(String protocol) throws Exception {
        try (OpenSslServer server = requiring(protocol);
                WwepClient client = client(server).tls(trust()).build()) {
            assertNotSent(client).hasMessageContaining("the server requires a client certificate by CN=OpenSSL root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aRejectedClientCertificate(String protocol) throws Exception {
        IssuedCertificate expired = IssuedCertificate.named("client").expired().issuedBy(ROOT);
        WwepTls tls = trust().identity(expired.chainFile(folder), expired.keyFile(folder));
        try (OpenSslServer server = requiring(protocol);
                WwepClient client = client(server).tls(tls).build()) {
            assertNotSent(client)
                    .hasMessageContaining(
                            "the server did not accept this client's certificate (alert certificate_expired)");
        }
    }

    /** OpenSSL closes without an alert, so the cause is not certain. */
    @Test
    void thePlainClientsFailureSuggestsThatThePortMaySpeakTls() throws Exception {
        try (OpenSslServer server = server(SERVER);
                WwepClient client = client(server).build()) {
            assertThatThrownBy(() -> client.exchange(WwepRequest.write(0x0FAC, 0x0B, 0x1234)))
                    .isInstanceOf(WwepConnectionLostException.class)
                    .hasMessageContaining("perhaps it accepts no more connections, or it speaks TLS at this port");
        }
    }

    @Test
    void noProtocolInCommon() throws Exception {
        try (OpenSslServer server = server(SERVER, "-tls1_2");
                WwepClient client =
                        client(server).tls(trust().protocols("TLSv1.3")).build()) {
            assertNotSent(client)
                    .hasMessageContaining("none of the protocols that this side offered, [TLSv1.3]")
                    .hasMessageContaining("protocols(…)");
        }
    }

    private OpenSslServer requiring(String protocol) throws IOException {
        Path root = ROOT.chainFile(folder);
        return server(SERVER, protocol, "-Verify", "1", "-verify_return_error", "-CAfile", root.toString());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertNotSent(WwepClient client) {
        WwepException e =
                catchThrowableOfType(WwepException.class, () -> client.exchange(WwepRequest.read(0x0FAC, 0x0B)));
        assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
        return assertThat(e)
                .isInstanceOfSatisfying(
                        WwepConnectException.class,
                        failed -> assertThat(failed.phase()).isEqualTo(Phase.HANDSHAKE));
    }
}
