package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.examples.certs.CertificateReport;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import io.wwep.tls.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertsShowCommandTest {

    private static final Instant MADE = Instant.parse("2026-05-06T07:08:09Z");
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Some root");
    private static final IssuedCertificate SERVER = IssuedCertificate.named("Some server")
            .names("wwep.local", "127.0.0.1")
            .valid(MADE.minus(Duration.ofDays(1)), MADE.plus(Duration.ofDays(30)))
            .forServers()
            .issuedBy(ROOT);

    @TempDir
    private Path folder;

    @Test
    void aFilesFormatAndTheCertificatesFieldsAreShown() throws IOException {
        Path file = Files.writeString(folder.resolve("server.pem"), PemText.of(SERVER.certificate()));

        InProcess run = show(file);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .contains(
                        file + ": PEM, 1 certificate",
                        "  subject     CN=Some server",
                        "  issuer      CN=Some root",
                        "  names       wwep.local, 127.0.0.1",
                        "  key         EC P-256",
                        "  signature   SHA256withECDSA",
                        "  CA          no",
                        "  SHA-256     " + Certificates.fingerprint(SERVER.certificate()))
                .anyMatch(line -> line.startsWith("  valid       2026-05-05 to 2026-06-05 ("));
    }

    @Test
    void everyCertificateOfAFileIsShownButNeverItsKey() throws IOException {
        String key = PemText.of(SERVER.key());
        Path file = Files.writeString(
                folder.resolve("all.pem"), PemText.of(SERVER.certificate()) + PemText.of(ROOT.certificate()) + key);

        InProcess run = show(file);

        assertThat(run.out())
                .contains(
                        "all.pem: PEM, 2 certificates and a private key",
                        "subject     CN=Some server",
                        "issuer      CN=Some root (self-signed)",
                        "private key  EC P-256",
                        "--key " + file);
        assertThat(key.lines().filter(line -> !line.startsWith("-")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(run.out()).doesNotContain(line));
    }

    @Test
    void derIsShownToo() throws Exception {
        Path certificate =
                Files.write(folder.resolve("root.der"), ROOT.certificate().getEncoded());
        Path key = Files.write(folder.resolve("key.der"), ROOT.key().getEncoded());

        assertThat(show(certificate).out()).contains("root.der: DER, 1 certificate", "CA          yes");
        assertThat(show(key).out()).contains("key.der: DER, a private key", "EC P-256");
    }

    @Test
    void anEncryptedKeyIsShownAsSuch() throws Exception {
        Files.writeString(folder.resolve("plain.pem"), PemText.of(SERVER.key()));
        OpenSsl.run(folder, "pkcs8", "-topk8", "-in", "plain.pem", "-out", "key.pem", "-passout", "pass:sesame");

        InProcess run = show(folder.resolve("key.pem"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("private key  encrypted");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T00:00:00Z, not valid yet; starts in 4 days",
        "2026-05-06T00:00:00Z, 30 days left",
        "2026-06-04T23:00:00Z, 1 day left",
        "2026-06-05T07:00:00Z, expires today",
        "2026-06-05T08:00:00Z, expired today",
        "2026-06-06T00:00:00Z, expired 1 day ago",
        "2027-06-05T00:00:00Z, expired 365 days ago"
    })
    void theDaysLeftAreCounted(Instant now, String state) {
        assertThat(CertificateReport.lines(SERVER.certificate(), List.of(), "FILE", now))
                .contains("valid       2026-05-05 to 2026-06-05 (" + state.replace(';', ',') + ")");
    }

    @Test
    void noTextOfACertificateReachesTheTerminalAsAControlCharacter() {
        IssuedCertificate evil = IssuedCertificate.named("\u001b[2J\u202ered\n").selfSigned();

        assertThat(CertificateReport.lines(evil.certificate(), List.of(), "FILE", MADE))
                .contains("subject     CN=?[2J?red?")
                .allSatisfy(line -> assertThat(line).matches("\\P{Cntrl}+").doesNotContain("\u202e"));
    }

    @Test
    void aServersCertificatesAreShownInOrderWithHowToSaveThem() throws IOException {
        try (TlsPresenter presenter = new TlsPresenter(SERVER, ROOT.certificate())) {
            InProcess run = wwep("certs show localhost:" + presenter.port());

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .startsWith("localhost:" + presenter.port() + ": presents 2 certificates")
                    .containsSubsequence(
                            "CN=Some server", "--ca FILE", "CN=Some root (self-signed)", "None of this was verified")
                    .contains("./wwep certs fetch localhost:" + presenter.port() + " --out FILE");
            assertThat(presenter.names()).containsExactly("localhost");
        }
    }

    @Test
    void aFileTakesPrecedenceOverAServerOfTheSameName() {
        assertThat(Path.of("pom.xml")).as("in the folder of these tests").exists();

        assertThat(wwep("certs show pom.xml").err()).startsWith("wwep: pom.xml is neither a usable certificate nor");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "nowhere.pem           | 2 | there is no file nowhere.pem",
                "some/where            | 2 | there is no file some/where",
                "https://wwep.local/   | 2 | 'https://wwep.local/' is not a server: give HOST:PORT",
                "a:b                   | 2 | 'b' is not a port",
                "[::1                  | 2 | '[::1' is not a server",
                "a:b:c                 | 2 | 'a:b:c' is not a host name or an IP address",
                "\"\"                  | 2 | '' is not a server",
                "a..b                  | 3 | there is no file a..b, so the name was used as a server",
                "[::1]:1               | 3 | could not connect to [::1]:1"
            })
    void anArgumentThatIsNeitherFileNorServerIsNamed(String what, int exitCode, String why) {
        InProcess run = wwep(List.of("certs", "show", what));

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).startsWith("wwep: ").contains(why);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aFileWithNothingToShowIsDescribed() throws IOException {
        List<Path> files = Arrays.asList(
                Files.writeString(folder.resolve("garbage.pem"), "garbage"),
                Files.writeString(
                        folder.resolve("public.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
                Files.writeString(folder.resolve("cut.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n"),
                folder);
        List<String> reasons = List.of(
                "is neither a usable certificate nor a usable private key",
                "but a PUBLIC KEY",
                "is cut off",
                "cannot be read");

        for (int i = 0; i < files.size(); i++) {
            InProcess run = show(files.get(i));
            assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
            assertThat(run.err()).startsWith("wwep: " + files.get(i)).contains(reasons.get(i));
            assertThat(run.out()).isEmpty();
        }
    }

    private static InProcess show(Path file) {
        return wwep(List.of("certs", "show", file.toString()));
    }
}
