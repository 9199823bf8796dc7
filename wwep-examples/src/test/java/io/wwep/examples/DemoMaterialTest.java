package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import io.wwep.tls.Certificates;
import io.wwep.tls.KeyDescription;
import io.wwep.tls.Pem;
import io.wwep.tls.PrivateKeys;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo certificates in {@code certs/} match their README, and its commands recreate them. */
class DemoMaterialTest {

    private static final Path CERTS = Checkout.ROOT.resolve("certs");
    private static final Duration TEN_YEARS = Duration.ofDays(3653);
    private static final List<String> DEMO = List.of("root-ca", "server", "client");

    @TempDir
    private Path folder;

    @Test
    void theReadmeNamesEveryFileAndWarnsAboutThem() throws IOException {
        String readme = readme();

        assertThat(readme).contains("Never use these for anything real");
        assertThat(pemFiles(CERTS))
                .hasSize(8)
                .allSatisfy(file -> assertThat(readme).contains("`" + file + "`"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root-ca", "server", "client"})
    void eachIsMarkedAsADemoLastsLongAndMatchesItsKey(String which) throws IOException {
        checkDemo(CERTS, which);
        assertThat(Files.readString(CERTS.resolve("wwep-demo-" + which + "-key.pem"))
                        .lines()
                        .findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("DEMO"));
    }

    @Test
    void opensslVerifiesThem() throws Exception {
        assertThat(verify(CERTS, "server", "-verify_hostname", "wwep.local")).isZero();
        assertThat(verify(CERTS, "server", "-verify_ip", "::1")).isZero();
        assertThat(verify(CERTS, "client")).isZero();
    }

    @Test
    void theCourseLikeCertificateIsAsHardToUseAsTheCourses() throws IOException {
        checkCourseLike(CERTS);
    }

    @Test
    void ourCommandInTheReadmeRecreatesThem() throws IOException {
        String command = blocks().get(0).strip();
        assertThat(command).startsWith("./wwep ").endsWith(" --out certs");
        List<String> arguments = new ArrayList<>();
        Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(command)
                .results()
                .skip(1)
                .forEach(word -> arguments.add(word.group(1) == null ? word.group(2) : word.group(1)));
        arguments.set(arguments.size() - 1, folder.toString());

        assertThat(InProcess.wwep(arguments).exitCode()).isZero();

        assertThat(pemFiles(folder))
                .isEqualTo(pemFiles(CERTS).stream()
                        .filter(file -> file.startsWith("wwep-demo-"))
                        .toList());
        DEMO.forEach(which -> checkDemo(folder, which));
    }

    @Test
    void opensslsCommandsInTheReadmeRecreateThem() throws Exception {
        OpenSsl.run(folder, "version");
        runAsShell(blocks().get(1));
        runAsShell(blocks().get(2));

        DEMO.forEach(which -> checkDemo(folder, which));
        assertThat(verify(folder, "server", "-verify_hostname", "wwep.local")).isZero();
        assertThat(verify(folder, "client")).isZero();
        checkCourseLike(folder);
    }

    private static void checkDemo(Path folder, String which) {
        X509Certificate certificate = certificate(folder, "wwep-demo-" + which + ".pem");
        assertThat(Certificates.commonName(certificate)).isEqualTo("WWEP DEMO " + which.replace("root-ca", "root CA"));
        assertThat(certificate.getIssuerX500Principal().getName()).isEqualTo("CN=WWEP DEMO root CA");
        assertThat(certificate.getNotAfter().toInstant()).isAfter(Instant.now().plus(TEN_YEARS));
        assertThat(KeyDescription.of(certificate.getPublicKey()).name()).isEqualTo("RSA 2048");
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
        if (which.equals("server")) {
            assertThat(Certificates.names(certificate)).containsExactly("localhost", "127.0.0.1", "::1", "wwep.local");
        }
        checkKey(folder, "wwep-demo-" + which);
    }

    private static void checkCourseLike(Path folder) throws IOException {
        X509Certificate certificate = certificate(folder, "course-like.pem");
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=IoT");
        assertThat(Certificates.isSelfSigned(certificate)).isTrue();
        assertThat(certificate.getBasicConstraints()).as("CA:TRUE").isNotNegative();
        assertThat(KeyDescription.of(certificate.getPublicKey()).name()).isEqualTo("RSA 2048");
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA1withRSA");
        assertThat(Certificates.names(certificate)).isEmpty();
        assertThat(certificate.getNotBefore()).isEqualTo(Instant.parse("2017-07-17T00:00:00Z"));
        assertThat(certificate.getNotAfter()).isEqualTo(Instant.parse("2018-07-17T00:00:00Z"));
        assertThat(Pem.types(folder.resolve("course-like-key.pem"))).containsExactly("RSA PRIVATE KEY");
        assertThat(Files.readString(folder.resolve("course-like-key.pem"))).startsWith("DEMO key");
        checkKey(folder, "course-like");
    }

    /** Checks that certificate and key match, by creating an identity. */
    private static void checkKey(Path folder, String stem) {
        Path key = folder.resolve(stem + "-key.pem");
        WwepTls.trusting(folder.resolve(stem + ".pem")).identity(folder.resolve(stem + ".pem"), key);
        assertThat(PrivateKeys.isEncrypted(key)).isFalse();
    }

    private static int verify(Path folder, String which, Object... more) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("verify", "-x509_strict", "-purpose", "ssl" + which));
        arguments.addAll(Arrays.asList(more));
        arguments.addAll(List.of("-CAfile", "wwep-demo-root-ca.pem", "wwep-demo-" + which + ".pem"));
        return OpenSsl.run(folder, arguments.toArray()).exitCode();
    }

    private void runAsShell(String commands) throws Exception {
        Path script = Files.writeString(folder.resolve("commands"), commands);
        try (Program shell =
                Program.start(folder, Map.of(), List.of(ForeignTool.require("sh", "dash"), "-e", script.toString()))) {
            Program.Ended ended = shell.await();
            assertThat(ended.exitCode()).as(ended.err()).isZero();
        }
    }

    private static X509Certificate certificate(Path folder, String name) {
        return Certificates.read(folder.resolve(name)).get(0);
    }

    private static List<String> pemFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pem"))
                    .sorted()
                    .toList();
        }
    }

    private static String readme() throws IOException {
        return Files.readString(CERTS.resolve("README.md"));
    }

    /** Returns the README's commands: ours, the same with openssl, and openssl's for the course-like certificate. */
    private static List<String> blocks() throws IOException {
        return Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(readme())
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
