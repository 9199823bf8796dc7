package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.OpenSslServer;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has only cipher suites with RSA key exchange, which JDK 24 and later disable. */
class StaticRsaTest {

    /** The setting of JDK 25; older ones do not know the pattern, but the names. */
    private static final String SWITCHED_OFF =
            "SSLv3, TLSv1, TLSv1.1, NULL, anon, TLS_RSA_*, TLS_RSA_WITH_AES_128_GCM_SHA256,"
                    + " TLS_RSA_WITH_AES_256_GCM_SHA384, TLS_RSA_WITH_AES_128_CBC_SHA, TLS_RSA_WITH_AES_256_CBC_SHA,"
                    + " TLS_RSA_WITH_AES_128_CBC_SHA256, TLS_RSA_WITH_AES_256_CBC_SHA256";

    private static final String AS_ADVISED = "SSLv3, TLSv1, TLSv1.1, NULL, anon";

    @TempDir
    private Path folder;

    private List<String> run(String disabled) throws Exception {
        IssuedCertificate identity =
                IssuedCertificate.named("old").key(KeyKind.RSA).selfSigned();
        Path properties = Files.writeString(folder.resolve("tls.properties"), "jdk.tls.disabledAlgorithms=" + disabled);
        try (OpenSslServer server = new OpenSslServer(
                "-cert",
                identity.chainFile(folder).toString(),
                "-key",
                identity.keyFile(folder).toString(),
                "-tls1_2",
                "-cipher",
                "AES128-GCM-SHA256",
                "-rev",
                "-naccept",
                "1")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djava.security.properties=" + properties,
                            "-cp",
                            System.getProperty("java.class.path"),
                            StaticRsaProgram.class.getName(),
                            String.valueOf(server.port()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output.lines()
                    .filter(line -> line.startsWith("handshake: ") || line.startsWith("ciphers: "))
                    .toList();
        }
    }

    @Test
    void theMessageSaysHowToEnableDisabledSuites() throws Exception {
        List<String> said = run(SWITCHED_OFF);
        assertThat(said.get(0))
                .contains("(alert handshake_failure)", "TLS_RSA_...", "-Djava.security.properties=FILE")
                .contains("jdk.tls.disabledAlgorithms", "without TLS_RSA_*");
        assertThat(said.get(1))
                .contains("this JVM has no cipher suite [TLS_RSA_WITH_AES_128_GCM_SHA256]")
                .contains("-Djava.security.properties=FILE", "without TLS_RSA_*");
    }

    @Test
    void theAdviceWorks() throws Exception {
        List<String> said = run(AS_ADVISED);
        assertThat(said.get(0)).doesNotContain("the TLS handshake").doesNotContain("TLS_RSA_");
        assertThat(said.get(1)).isEqualTo("ciphers: offered");
    }
}
