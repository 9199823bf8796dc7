package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.OpenSslServer;
import io.wwep.check.Program;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs over TLS as users run them: {@code ./wwep} in separate processes, and {@code openssl} as a peer. */
class TlsProgramsIT {

    private static final String DEMO_CA = "certs/wwep-demo-root-ca.pem";
    private static final String PASSWORD = "open sesame";
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Programs root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("localhost").issuedBy(ROOT);

    @TempDir
    private Path folder;

    @Test
    void theServerAnswersOpensslAndBothPortsReachTheSameRegisters() throws Exception {
        try (Program server = Checkout.wwep("server", "--port", 0, "--tls-port", 0)) {
            String listening = server.nextLine();
            assertThat(listening).matches("listening on 127\\.0\\.0\\.1:\\d+ and 127\\.0\\.0\\.1:\\d+ with TLS");
            String plain = listening.replaceFirst(".*?:(\\d+) .*", "$1");
            String secure = securePort(listening);

            // The period is not WWEP: the server replies X and closes, which openssl waits for.
            assertThat(openssl("W0FAC0B1234.", secure)).isEqualTo("A0FAC0B1234X");
            assertThat(run("read", "--port", plain, "0FAC", "0B")).isEqualTo(new Program.Ended(0, "A0FAC0B1234\n", ""));
            assertThat(run("read", "--tls", "--ca", DEMO_CA, "--host", "localhost", "--port", secure, "0FAC", "0B"))
                    .isEqualTo(new Program.Ended(0, "A0FAC0B1234\n", ""));

            Program.Ended untrusting = run("read", "--tls", "--host", "localhost", "--port", secure, "0FAC", "0B");
            assertThat(untrusting.exitCode()).isEqualTo(5);
            assertThat(untrusting.err())
                    .startsWith("wwep: ")
                    .contains("give the certificate to trust with --ca FILE")
                    .hasLineCount(2);
            assertThat(untrusting.out()).isEmpty();

            server.terminate();
            Program.Ended ended = server.await();
            assertThat(ended.out()).contains("certs/wwep-demo-server.pem", "demonstrations only", "served 4 exchanges");
            assertThat(ended.err()).as("the failed handshake").hasLineCount(1);
        }
    }

    @Test
    void aNameMismatchIsReportedAndTheNameCanBeExpected() throws Exception {
        try (Program server = secureServer()) {
            String port = securePort(server.nextLine());
            List<String> read =
                    List.of("read", "--tls", "--ca", root(), "--host", "127.0.0.1", "--port", port, "0BAC", "0B");

            Program.Ended refused = run(read.toArray());
            assertThat(refused.exitCode()).isEqualTo(5);
            assertThat(refused.err()).contains("the names in it are localhost", "say --expect-name localhost");

            List<String> expecting = new ArrayList<>(read);
            expecting.addAll(List.of("--expect-name", "localhost"));
            assertThat(run(expecting.toArray())).isEqualTo(new Program.Ended(1, "X\n", ""));
        }
    }

    @Test
    void aServerThatRequiresClientCertificatesAcceptsKeysInEveryFormat() throws Exception {
        String passwordFile =
                Files.writeString(folder.resolve("password"), PASSWORD + "\n").toString();
        IssuedCertificate rsa =
                IssuedCertificate.named("rsa-lamp").key(KeyKind.RSA).issuedBy(ROOT);
        IssuedCertificate ec = IssuedCertificate.named("ec-lamp").issuedBy(ROOT);
        String rsaKey = rsa.keyFile(folder).toString();
        String ecKey = ec.keyFile(folder).toString();
        String encrypting = "pass:" + PASSWORD;
        convert("pkey", "-in", rsaKey, "-out", "pkcs8");
        convert("rsa", "-in", rsaKey, "-traditional", "-out", "pkcs1");
        convert("ec", "-in", ecKey, "-out", "sec1");
        convert("pkcs8", "-topk8", "-in", ecKey, "-v2", "aes-256-cbc", "-passout", encrypting, "-out", "encrypted");
        convert("rsa", "-in", rsaKey, "-traditional", "-aes256", "-passout", encrypting, "-out", "old-encrypted");
        assertStartsWith("pkcs8", "-----BEGIN PRIVATE KEY-----");
        assertStartsWith("pkcs1", "-----BEGIN RSA PRIVATE KEY-----");
        assertStartsWith("sec1", "-----BEGIN EC PRIVATE KEY-----");
        assertStartsWith("encrypted", "-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertStartsWith("old-encrypted", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED");

        try (Program server = secureServer("--client-ca", root())) {
            String port = securePort(server.nextLine());

            assertAccepted(port, rsa, "pkcs8");
            assertAccepted(port, rsa, "pkcs1");
            assertAccepted(port, ec, "sec1");
            assertAccepted(port, ec, "encrypted", "--key-password-file", passwordFile);
            assertAccepted(port, rsa, "old-encrypted", "--key-password-file", passwordFile);

            Program.Ended without =
                    run("write", "--ca", root(), "--host", "localhost", "--port", port, "0FAC", "0B", "1234");
            assertThat(without.exitCode()).isEqualTo(5);
            assertThat(without.err()).contains("requires a client certificate", "with --cert FILE and --key FILE");
            assertThat(without.err()).hasLineCount(1);

            server.terminate();
            assertThat(server.await().out())
                    .contains(
                            "A0FAC0B1234                   CN=rsa-lamp",
                            "A0FAC0B1234                   CN=ec-lamp",
                            "served 5 exchanges");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aServerWithACertificateLikeTheCoursesIsTrustedByItsName(String protocol) throws Exception {
        String certificate = Checkout.ROOT.resolve("certs/course-like.pem").toString();
        String key = Checkout.ROOT.resolve("certs/course-like-key.pem").toString();
        try (OpenSslServer server = new OpenSslServer(protocol, "-cert", certificate, "-key", key)) {
            try (Program write = Checkout.wwep(
                    "write",
                    "--tls",
                    "--ca",
                    "certs/course-like.pem",
                    "--expect-name",
                    "IoT",
                    "--port",
                    String.valueOf(server.port()),
                    "0FAC",
                    "0B",
                    "1234")) {
                server.await("W0FAC0B1234");
                server.send("A0FAC0B1234");
                assertThat(write.await()).isEqualTo(new Program.Ended(0, "A0FAC0B1234\n", ""));
            }
        }
    }

    @Test
    void oneOfTwoButtonsSendsPlainAndTheOtherOverTlsAndTheSummarySaysSo() throws Exception {
        Program.Ended led = run("dual-led", "--press", 3, "--timeout", "10s");

        assertThat(led.exitCode()).isZero();
        assertThat(led.out()).containsPattern("\n3 exchanges on port \\d+ \\(plain\\), 3 on port \\d+ \\(TLS\\)\n$");
        assertThat(led.err()).isEmpty();
    }

    @Test
    void aMissingFileIsBadUsage() throws Exception {
        Program.Ended read = run("read", "--tls", "--ca", "gone.pem", "0FAC", "0B");

        assertThat(read.exitCode()).isEqualTo(2);
        assertThat(read.err())
                .startsWith("wwep: there is no file gone.pem (looked in " + Checkout.ROOT + ")")
                .hasLineCount(2);
        assertThat(read.out()).isEmpty();
    }

    private void assertAccepted(String port, IssuedCertificate client, String key, String... more) throws Exception {
        List<Object> command =
                new ArrayList<>(List.of("write", "--ca", root(), "--host", "localhost", "--port", port, "--cert"));
        command.addAll(List.of(client.chainFile(folder), "--key", folder.resolve(key)));
        command.addAll(List.of(more));
        command.addAll(List.of("0FAC", "0B", "1234"));
        assertThat(run(command.toArray())).as(key).isEqualTo(new Program.Ended(0, "A0FAC0B1234\n", ""));
    }

    private void assertStartsWith(String key, String text) throws Exception {
        assertThat(folder.resolve(key)).content().startsWith(text);
    }

    /** Starts a TLS-only server whose certificate names localhost but no address. */
    private Program secureServer(Object... more) throws Exception {
        List<Object> command = new ArrayList<>(List.of("server", "--tls-port", 0, "--cert"));
        command.addAll(List.of(SERVER.chainFile(folder), "--key", SERVER.keyFile(folder)));
        command.addAll(List.of(more));
        return Checkout.wwep(command.toArray());
    }

    private String root() {
        return ROOT.chainFile(folder).toString();
    }

    private static String securePort(String listening) {
        return listening.replaceFirst(".*:(\\d+) with TLS$", "$1");
    }

    private static Program.Ended run(Object... arguments) throws Exception {
        try (Program program = Checkout.wwep(arguments)) {
            return program.await();
        }
    }

    /** Writes a key in another format, to a file in the test's folder. */
    private void convert(Object... arguments) throws Exception {
        Program.Ended ended = OpenSsl.run(folder, arguments);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    /** Returns the server's reply to openssl's client. */
    private static String openssl(String message, String port) throws Exception {
        String client = ForeignTool.require("openssl", "openssl") + " s_client -quiet -connect 127.0.0.1:" + port
                + " -CAfile " + DEMO_CA + " -verify_return_error -verify_hostname localhost";
        String command = "printf '%s' '" + message + "' | " + client;
        try (Program shell = Program.start(Checkout.ROOT, Checkout.ENVIRONMENT, List.of("sh", "-c", command))) {
            return shell.await().out();
        }
    }
}
