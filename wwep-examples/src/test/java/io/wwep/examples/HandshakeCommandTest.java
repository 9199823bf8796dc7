package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.OpenSslServer;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeCommandTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Handshake root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").issuedBy(ROOT);
    private static final IssuedCertificate RSA_SERVER = IssuedCertificate.named("rsa server")
            .key(KeyKind.RSA)
            .names("127.0.0.1")
            .issuedBy(ROOT);

    @TempDir
    private Path folder;

    @Test
    void withOurServerItShowsTheStepsOfTls13InOrder() throws IOException {
        try (WwepServer server = serving(SERVER).start()) {
            InProcess run = handshake(server.tlsAddress().getPort(), ca());

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .containsSubsequence(
                            "wiced_tls_init_root_ca_certificates",
                            "This client trusts CN=Handshake root",
                            "wiced_tls_init_identity",
                            "wiced_tls_init_context",
                            "wiced_tcp_enable_tls",
                            "ClientHello, client to server",
                            "Offers TLS 1.3 and TLS 1.2",
                            "ServerHello, server to client",
                            "Chose TLS 1.3 and the cipher suite TLS_AES_256_GCM_SHA384",
                            "Key exchange",
                            "Encrypted, server to client",
                            "1 certificate of the server",
                            "1. CN=server (for 127.0.0.1), signed by CN=Handshake root",
                            "its key confirms the signature",
                            "Verification",
                            "Passed",
                            "Name",
                            "Passed: 127.0.0.1",
                            "Finished",
                            "TLS 1.3 with TLS_AES_256_GCM_SHA384",
                            "wiced_tcp_disconnect",
                            "Without --ca",
                            "end the handshake: the certificate CN=server leads to CN=Handshake root")
                    .doesNotContain("trust that authority's certificate");
        }
    }

    @Test
    void withoutCaTheReasonIsGivenOnce() throws IOException {
        try (WwepServer server = serving(SERVER).start()) {
            InProcess run = handshake(server.tlsAddress().getPort(), "--tls-version 1.3");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.out())
                    .contains("because --ca was not given", "authorities and has ended the handshake.")
                    .doesNotContain("leads to CN=Handshake root");
            assertThat(run.err()).contains("the certificate CN=server leads to CN=Handshake root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslShowsItsStepsOfEitherVersion(String version) throws IOException {
        try (OpenSslServer server = openssl(SERVER, version)) {
            InProcess run = handshake(server.port(), ca());

            assertThat(run.exitCode()).as(run.err()).isZero();
            List<String> steps = version.equals("-tls1_3")
                    ? List.of("Chose TLS 1.3", "Key exchange", "Encrypted", "1 certificate", "Finished")
                    : List.of(
                            "Chose TLS 1.2",
                            "Certificate, server to client",
                            "1 certificate of the server",
                            "ClientKeyExchange, client to server",
                            "Key exchange",
                            "ECDHE",
                            "ChangeCipherSpec, client to server",
                            "Encrypted, client to server",
                            "ChangeCipherSpec, server to client",
                            "Encrypted, server to client",
                            "Finished",
                            "TLS 1.2 with TLS_ECDHE_ECDSA");
            assertThat(run.out()).containsSubsequence(steps);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2, TLS 1.2", "1.3, TLS 1.3"})
    void onlyTheGivenVersionIsOffered(String version, String name) throws IOException {
        try (WwepServer server = serving(SERVER).start()) {
            assertThat(handshake(server.tlsAddress().getPort(), ca() + " --tls-version " + version)
                            .out())
                    .contains("Offers " + name + ",", "Chose " + name);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2, -tls1_3", "1.3, -tls1_2"})
    void aServerWithoutTheGivenVersionLeadsToTheAdviceToLeaveItOut(String version, String other) throws IOException {
        try (OpenSslServer server = openssl(SERVER, other)) {
            InProcess run = handshake(server.port(), ca() + " --tls-version " + version);

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.err()).contains("; leave out --tls-version, or give the other version");
        }
    }

    @Test
    void anotherVersionIsBadUsage() {
        InProcess run = wwep("handshake 127.0.0.1:1 --tls-version 1.1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains("'1.1' is not a version of TLS: give 1.2 or 1.3");
    }

    @Test
    void aServerThatAsksForAnotherKeyShareIsShownToDoSo() throws IOException {
        try (OpenSslServer server = openssl(SERVER, "-tls1_3", "-groups", "P-521")) {
            InProcess run = handshake(server.port(), ca());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .containsSubsequence(
                            "ClientHello, client",
                            "HelloRetryRequest, server",
                            "with a key share for secp521r1",
                            "ClientHello, client",
                            "ServerHello");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "expired, expired on 2020-03-04, Verification Failed",
        "name, is not for 127.0.0.1: the names in it are wwep.local, Name Failed",
        "unknown, is self-signed and not among the trusted ones, Verification Failed"
    })
    void aServerThatIsNotTrustedFailsAtItsStep(String kind, String why, String step) throws IOException {
        IssuedCertificate certificate = switch (kind) {
            case "expired" ->
                IssuedCertificate.named("server").names("127.0.0.1").expired().issuedBy(ROOT);
            case "name" -> IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);
            default -> IssuedCertificate.named("server").names("127.0.0.1").selfSigned();
        };
        try (WwepServer server = serving(certificate).start()) {
            InProcess run = handshake(server.tlsAddress().getPort(), ca());

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.err()).contains("the TLS handshake with 127.0.0.1:", why);
            assertThat(run.out()).contains(step).doesNotContain("Finished");
        }
    }

    @Test
    void anExpectedNameIsTheOneCheckedAndAskedFor() throws IOException {
        IssuedCertificate named =
                IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);
        try (WwepServer server = serving(named).start()) {
            InProcess run = handshake(server.tlsAddress().getPort(), ca() + " --expect-name wwep.local");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("Asks for the server wwep.local (SNI)", "Passed: wwep.local");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void aMissingClientCertificateEndsItInBothVersions(String version) throws IOException {
        try (WwepServer server = serving(SERVER)
                .requireClientCertificates(WwepTls.trusting(ROOT.chainFile(folder)))
                .start()) {
            InProcess run = handshake(server.tlsAddress().getPort(), ca() + " --tls-version " + version);

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.out()).contains("The server asks for a client certificate", "This client has none");
            assertThat(run.err())
                    .contains("asked for a client certificate, and did not accept the answer", "--cert FILE");
        }
    }

    @Test
    void aClientCertificateIsShownWhereOneIsAskedFor() throws IOException {
        IssuedCertificate client = IssuedCertificate.named("lamp").issuedBy(ROOT);
        try (WwepServer server = serving(SERVER)
                .requireClientCertificates(WwepTls.trusting(ROOT.chainFile(folder)))
                .start()) {
            InProcess run = handshake(
                    server.tlsAddress().getPort(),
                    ca() + " --cert " + client.chainFile(folder) + " --key " + client.keyFile(folder));

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("This client sends its own", "Finished");
        }
    }

    @Test
    void rsaKeyTransportIsSetBesideTheChapters() throws IOException {
        try (WwepServer server = serving(RSA_SERVER).start()) {
            assertThat(handshake(server.tlsAddress().getPort(), ca() + " --tls-version 1.2")
                            .out())
                    .contains("In the chapter, the client generates the key", "its key exchange is ECDHE");
        }
    }

    @Test
    void aServerWithoutTlsIsNamedByItsFirstByte() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            InProcess run = handshake(server.address().getPort(), ca());

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.out()).contains("ClientHello", "The reply is not TLS", "88 ('X')");
            assertThat(run.err()).contains("does not speak TLS on this port");
        }
    }

    @Test
    void nobodyListeningIsNoConnection() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        InProcess run = handshake(port, ca());

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aMissingFileIsBadUsage() {
        assertThat(handshake(1, "--ca " + folder.resolve("none.pem")).exitCode())
                .isEqualTo(ExitCode.BAD_USAGE);
    }

    private WwepServerBuilder serving(IssuedCertificate certificate) {
        return WwepServer.create().tls(0, TlsIdentity.of(certificate.chainFile(folder), certificate.keyFile(folder)));
    }

    private OpenSslServer openssl(IssuedCertificate certificate, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "-cert", certificate.chainFile(folder).toString(),
                "-key", certificate.keyFile(folder).toString()));
        all.addAll(List.of(options));
        return new OpenSslServer(all.toArray(String[]::new));
    }

    private String ca() {
        return "--ca " + ROOT.chainFile(folder);
    }

    /** Runs the command; the lines of its output are joined, since they break at any word. */
    private static InProcess handshake(int port, String options) {
        InProcess run = wwep("handshake 127.0.0.1:" + port + " " + options);
        return new InProcess(run.exitCode(), run.out().replaceAll("\\s+", " "), run.err());
    }
}
