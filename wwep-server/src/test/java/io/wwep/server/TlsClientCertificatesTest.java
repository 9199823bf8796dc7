package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsClientCertificatesTest {

    private static final IssuedCertificate STRANGERS = IssuedCertificate.authority("Strangers");
    private static final IssuedCertificate CLIENTS = IssuedCertificate.authority("Clients");
    private static final IssuedCertificate LAMP =
            IssuedCertificate.named("lamp").issuedBy(CLIENTS);
    private static final IssuedCertificate EXPIRED =
            IssuedCertificate.named("old lamp").expired().issuedBy(CLIENTS);

    /** Issued by an authority with the same name as the trusted one. */
    private static final IssuedCertificate IMPOSTOR =
            IssuedCertificate.named("impostor").issuedBy(IssuedCertificate.authority("Clients"));

    /** The JDK's client does not send this certificate, because its issuer is not among those the server names. */
    private static final IssuedCertificate STRANGER =
            IssuedCertificate.named("stranger").issuedBy(STRANGERS);

    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    private final LogCapture log = new LogCapture("io.wwep.server");

    @TempDir
    private Path folder;

    @AfterEach
    void endCapture() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({
        "not asked, none,     TLSv1.3,", "not asked, none,     TLSv1.2,",
        "not asked, good,     TLSv1.3,", "not asked, good,     TLSv1.2,",
        "not asked, stranger, TLSv1.3,", "not asked, stranger, TLSv1.2,",
        "not asked, expired,  TLSv1.3,", "not asked, expired,  TLSv1.2,",
        "wanted,    none,     TLSv1.3,", "wanted,    none,     TLSv1.2,",
        "wanted,    stranger, TLSv1.3,", "wanted,    stranger, TLSv1.2,",
        "wanted,    good,     TLSv1.3, CN=lamp", "wanted,    good,     TLSv1.2, CN=lamp",
        "required,  good,     TLSv1.3, CN=lamp", "required,  good,     TLSv1.2, CN=lamp",
    })
    void aClientIsServedAndItsSubjectIsReportedIfRequested(
            String asked, String shown, String protocol, @Nullable String subject) throws Exception {
        WwepTls client = client(shown, protocol);
        try (WwepServer server = start(asked)) {
            assertThat(Peer.ask(server, client, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
            assertThat(Peer.ask(server, client, "R0FAC0B"))
                    .as("in a resumed session")
                    .isEqualTo("A0FAC0B1234");
        }
        assertThat(log.warnings()).isEmpty();
        assertThat(exchanges).extracting(Exchange::clientSubject).containsExactly(subject, subject);
    }

    @ParameterizedTest
    @CsvSource({
        "wanted,   impostor, TLSv1.3, CN=impostor was not signed by the trusted CN=Clients",
        "wanted,   impostor, TLSv1.2, CN=impostor was not signed by the trusted CN=Clients",
        "wanted,   expired,  TLSv1.3, CN=old lamp expired on 2020-03-04",
        "wanted,   expired,  TLSv1.2, CN=old lamp expired on 2020-03-04",
        "required, none,     TLSv1.3, the client sent no certificate",
        "required, none,     TLSv1.2, the client sent no certificate",
        "required, stranger, TLSv1.3, the client sent no certificate",
        "required, stranger, TLSv1.2, the client sent no certificate",
        "required, impostor, TLSv1.3, CN=impostor was not signed by the trusted CN=Clients",
        "required, impostor, TLSv1.2, CN=impostor was not signed by the trusted CN=Clients",
        "required, expired,  TLSv1.3, CN=old lamp expired on 2020-03-04",
        "required, expired,  TLSv1.2, CN=old lamp expired on 2020-03-04",
    })
    void aRefusedClientGetsAnAlertAndIsLoggedInOneLine(String asked, String shown, String protocol, String reason)
            throws Exception {
        int port;
        try (WwepServer server = start(asked);
                Peer peer = Peer.of(server, client(shown, protocol))) {
            // In TLS 1.3, the request is sent before the server has checked the certificate.
            assertThatThrownBy(() -> peer.send("W0FAC0B1234").receiveToEnd())
                    .hasStackTraceContaining("Received fatal alert: ");
            assertThat(Peer.ask(server, client("good", protocol), "R0FAC0B"))
                    .as("nothing was written, and the next client is served")
                    .isEqualTo("X");
            port = peer.socket().getLocalPort();
        }
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("connection 1 from 127.0.0.1:" + port)
                .contains(reason);
        assertThat(log.traced()).isEmpty();
        assertThat(exchanges).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theAlertAlwaysReachesTheClient(String protocol) throws Exception {
        WwepTls client = client("expired", protocol);
        try (WwepServer server = start("required")) {
            for (int i = 0; i < 50; i++) {
                try (Peer peer = Peer.of(server, client)) {
                    assertThatThrownBy(() -> peer.send("W0FAC0B1234").receiveToEnd())
                            .as("connection %d", i)
                            .hasStackTraceContaining("Received fatal alert: certificate_unknown");
                }
            }
        }
    }

    @Test
    void aSubjectIsSafeToPrint() throws Exception {
        IssuedCertificate hostile =
                IssuedCertificate.named("a\\lamp,\n\u001b[31m\u0085\u202e").issuedBy(CLIENTS);
        try (WwepServer server = start("required")) {
            WwepTls client = TestTls.TRUST.identity(hostile.chainFile(folder), hostile.keyFile(folder));
            assertThat(Peer.ask(server, client, "R0BAC0B")).isEqualTo("X");
        }
        assertThat(exchanges)
                .singleElement()
                .extracting(Exchange::clientSubject)
                .isEqualTo("CN=a\\\\lamp\\,\\0A\\1B[31m\\C2\\85\\E2\\80\\AE");
    }

    @Test
    void newConnectionsUseAReplacedClientAuthority() throws Exception {
        Path authority = Files.writeString(folder.resolve("clients.pem"), CLIENTS.certificatePem());
        try (WwepServer server = WwepServer.create()
                .tls(0, TestTls.identity(folder))
                .requireClientCertificates(WwepTls.trusting(authority))
                .start()) {
            assertThat(Peer.ask(server, client("good", "TLSv1.3"), "R0BAC0B")).isEqualTo("X");
            Files.writeString(authority, STRANGERS.certificatePem());
            assertThat(Peer.ask(server, client("stranger", "TLSv1.3"), "R0BAC0B"))
                    .isEqualTo("X");
            assertThatThrownBy(() -> Peer.ask(server, client("good", "TLSv1.3"), "R0BAC0B"))
                    .isInstanceOf(IOException.class);
        }
    }

    private WwepServer start(String asked) throws IOException {
        WwepServerBuilder builder =
                WwepServer.create().tls(0, TestTls.identity(folder)).listener(exchanges::add);
        WwepTls clients = WwepTls.trustingPem(CLIENTS.certificatePem());
        return switch (asked) {
            case "wanted" -> builder.wantClientCertificates(clients).start();
            case "required" -> builder.requireClientCertificates(clients).start();
            default -> builder.start();
        };
    }

    private WwepTls client(String shown, String protocol) {
        WwepTls anonymous = TestTls.TRUST.protocols(protocol);
        IssuedCertificate certificate = switch (shown) {
            case "good" -> LAMP;
            case "stranger" -> STRANGER;
            case "impostor" -> IMPOSTOR;
            case "expired" -> EXPIRED;
            default -> null;
        };
        return certificate == null
                ? anonymous
                : anonymous.identity(certificate.chainFile(folder), certificate.keyFile(folder));
    }
}
