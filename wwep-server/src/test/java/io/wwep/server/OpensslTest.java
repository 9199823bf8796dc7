package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the server with a third-party TLS client: {@code printf '%s' M | openssl s_client -quiet -connect …}. */
class OpensslTest {

    private record Run(int exitCode, String output, String errors) {}

    private final String openssl = ForeignTool.require("openssl", "openssl");
    private final LogCapture log = new LogCapture("io.wwep.server");

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void writeRoot() throws IOException {
        root = Files.writeString(folder.resolve("root.pem"), TestTls.ROOT.certificatePem());
    }

    @AfterEach
    void endCapture() {
        log.close();
    }

    /** Uses a short idle timeout, because the client stays connected until the server closes. */
    private WwepServerBuilder builder() {
        return WwepServer.create().plain(0).tls(0, TestTls.identity(folder)).idleTimeout(Duration.ofSeconds(1));
    }

    private Process client(WwepServer server, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(openssl, "s_client", "-quiet"));
        command.addAll(List.of("-connect", "127.0.0.1:" + server.tlsPort()));
        command.addAll(List.of("-CAfile", root.toString(), "-verify_return_error", "-verify_hostname", "localhost"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private Run run(WwepServer server, String message, String... more) throws IOException, InterruptedException {
        Process process = client(server, more);
        try (OutputStream input = process.getOutputStream()) {
            write(input, message);
        }
        return end(process);
    }

    private Run end(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output, Files.readString(folder.resolve("errors")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void opensslGetsItsReplyAndACloseNotify(String protocol) throws Exception {
        try (WwepServer server = builder().start()) {
            Run write = run(server, "W0FAC0B1234", protocol);
            assertThat(write.output()).isEqualTo("A0FAC0B1234");
            assertThat(write.exitCode()).as(write.errors()).isZero();
            assertThat(write.errors()).contains("CN = server").doesNotContain("unexpected eof");
            assertThat(run(server, "W01234", protocol).output()).isEqualTo("X");
            assertThat(run(server, "W0FAC0B1234R0FAC0BR0BAC0B\n", protocol).output())
                    .isEqualTo("A0FAC0B1234A0FAC0B1234X");
            assertThat(Peer.ask(server, "R0FAC0B")).as("on the plain port").isEqualTo("A0FAC0B1234");
        }
        assertThat(log.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void opensslGetsACloseNotifyWhenTheServerCloses(ServerProfile profile) throws Exception {
        Process process;
        try (WwepServer server = builder()
                .profile(profile)
                .idleTimeout(Duration.ofMinutes(5))
                .messageTimeout(Duration.ofSeconds(1))
                .start()) {
            process = client(server);
            OutputStream input = process.getOutputStream();
            write(input, "W0FAC0B1234");
            assertThat(process.getInputStream().readNBytes(11))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("A0FAC0B1234");
        }
        Run run = end(process);
        process.getOutputStream().close();
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.errors()).doesNotContain("unexpected eof");
    }

    @Test
    void aRenegotiatingClientIsClosed() throws Exception {
        try (WwepServer server = builder().idleTimeout(Duration.ofMinutes(5)).start()) {
            Process process = new ProcessBuilder(
                            openssl, "s_client", "-brief", "-tls1_2", "-connect", "127.0.0.1:" + server.tlsPort())
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream input = process.getOutputStream()) {
                write(input, "W0FAC0C0001");
                readUntil(process, "A0FAC0C0001");
                write(input, "R\n"); // a command of s_client
                readUntil(process, "RENEGOTIATING");
                write(input, "W0FAC0B1234");
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(Peer.ask(server, "R0FAC0B")).as("nothing was written").isEqualTo("X");
        }
        assertThat(log.warnings()).singleElement().asString().contains("its client renegotiated TLS");
    }

    private static void write(OutputStream input, String text) throws IOException {
        input.write(text.getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    private static void readUntil(Process process, String text) throws IOException {
        StringBuilder output = new StringBuilder();
        while (output.indexOf(text) < 0) {
            int next = process.getInputStream().read();
            assertThat(next).as(output.toString()).isNotNegative();
            output.append((char) next);
        }
    }

    @Test
    void anOldProtocolIsRefused() throws Exception {
        try (WwepServer server = builder().start()) {
            Run run = run(server, "R0BAC0B", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0");
            assertThat(run.output()).isEmpty();
            assertThat(run.errors()).contains("alert protocol version");
        }
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("there is no protocol in common")
                .contains("TLSv1.1")
                .contains("enable TLSv1.2 or TLSv1.3 in the client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aCertificateFromAnUnknownAuthorityIsRefused(String protocol) throws Exception {
        IssuedCertificate stranger =
                IssuedCertificate.named("stranger").issuedBy(IssuedCertificate.authority("Strangers"));
        try (WwepServer server =
                builder().wantClientCertificates(WwepTls.trusting(root)).start()) {
            String[] identity = {
                protocol,
                "-cert",
                stranger.chainFile(folder).toString(),
                "-key",
                stranger.keyFile(folder).toString()
            };
            Run run = run(server, "W0FAC0B1234", identity);
            assertThat(run.output()).isEmpty();
            assertThat(run.errors()).contains("alert certificate unknown");
            assertThat(Peer.ask(server, "R0FAC0B")).as("nothing was written").isEqualTo("X");
        }
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("CN=stranger leads to CN=Strangers, which is neither among the trusted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aClientThatDoesNotTrustTheServerIsLoggedInOneLine(String protocol) throws Exception {
        Files.writeString(root, IssuedCertificate.authority("Another root").certificatePem());
        try (WwepServer server = builder().start()) {
            assertThat(run(server, "R0BAC0B", protocol).exitCode()).isNotZero();
        }
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("does not accept the server's certificate (its alert: unknown_ca)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aCertificateThatJavaCannotReadIsExplained(String protocol) throws Exception {
        String explicit = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit";
        List<String> command = new ArrayList<>(List.of(openssl, "req", "-x509", "-nodes", "-subj", "/CN=odd"));
        command.addAll(List.of(explicit.split(" ", -1)));
        command.addAll(List.of("-keyout", "odd.key", "-out", "odd.pem"));
        assertThat(new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("made").toFile())
                        .start()
                        .waitFor())
                .isZero();
        try (WwepServer server =
                builder().wantClientCertificates(WwepTls.trusting(root)).start()) {
            String certificate = folder.resolve("odd.pem").toString();
            String key = folder.resolve("odd.key").toString();
            Run run = run(server, "W0FAC0B1234", protocol, "-cert", certificate, "-key", key);
            assertThat(run.output()).isEmpty();
        }
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains(
                        "its client certificate was not accepted: a certificate that the peer sent has a key of EC with"
                                + " explicit parameters, which Java's TLS cannot use")
                .contains("ec_paramgen_curve:P-256")
                .doesNotContain("java.io");
    }
}
