package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unusable certificate in a file is mentioned once: by the command or by the client's log. */
class SkippedCertificateTest {

    private static final String PROBLEM = "has a damaged CERTIFICATE block (block 2";
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Some root");

    @TempDir
    private Path folder;

    @BeforeEach
    void saveBundle() throws IOException {
        String damaged = ROOT.certificatePem().replaceFirst("\n.{10}", "\n*oh!* noooo");
        Files.writeString(folder.resolve("bundle.pem"), ROOT.certificatePem() + damaged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "certs show DIR/bundle.pem",
                "certs show --json DIR/bundle.pem",
                "certs convert DIR/bundle.pem DIR/root.der",
                "certs convert DIR/bundle.pem --to java",
                "certs sign --ca DIR/bundle.pem --ca-key DIR/root.key --request DIR/server.csr",
                "read --ca DIR/bundle.pem --port 1 0FAC 0B",
                "led --tls --ca DIR/bundle.pem --host 127.0.0.1 --port 1 --press 1 --every 1ms"
            })
    void eachCommandMentionsItOnce(String command) throws IOException {
        Files.writeString(folder.resolve("root.key"), ROOT.keyPem());
        Files.writeString(
                folder.resolve("server.csr"),
                IssuedCertificate.named("server")
                        .signingRequest(KeyKind.EC.generate())
                        .pem());

        assertThat(everythingPrinted(command)).containsOnlyOnce(PROBLEM);
    }

    @Test
    void aServerMentionsItOnce() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String printed = everythingPrinted("server --client-ca DIR/bundle.pem --tls-port " + taken.getLocalPort());

            assertThat(printed).containsOnlyOnce(PROBLEM);
        }
    }

    @Test
    void jsonIncludesIt() {
        assertThat(run("certs show --json DIR/bundle.pem").out()).containsPattern("\"unusable\":\\[\"[^\"]*block 2");
    }

    /** Returns the output with the log, which goes directly to standard error. */
    private String everythingPrinted(String command) {
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream before = System.err;
        InProcess run;
        try (PrintStream during = new PrintStream(logged, true, StandardCharsets.UTF_8)) {
            System.setErr(during);
            run = run(command);
        } finally {
            System.setErr(before);
        }
        return run.out() + run.err() + logged.toString(StandardCharsets.UTF_8);
    }

    private InProcess run(String command) {
        return wwep(command.replace("DIR", folder.toString()));
    }
}
