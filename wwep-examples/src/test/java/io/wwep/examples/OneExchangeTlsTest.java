package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import io.wwep.server.Exchange;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One exchange over TLS: the same output as without, and the messages of failures. */
class OneExchangeTlsTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Programs root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);
    private static final IssuedCertificate CLIENT =
            IssuedCertificate.named("lamp").issuedBy(ROOT);
    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    private final List<Exchange> seen = new CopyOnWriteArrayList<>();

    @Test
    void theReplyAndTheExitCodeAreThoseOfPlainTcp() throws IOException {
        try (WwepServer server = server().start()) {
            assertThat(run(server, trust(), "write 0FAC 0B 1234"))
                    .isEqualTo(new InProcess(0, String.format("A0FAC0B1234%n"), ""));
            assertThat(run(server, trust() + " --tls", "read 0FAC 0B"))
                    .isEqualTo(new InProcess(0, String.format("A0FAC0B1234%n"), ""));
            assertThat(run(server, trust(), "raw W01234")).isEqualTo(new InProcess(1, String.format("X%n"), ""));
        }
    }

    @Test
    void withoutACaTheHintSuggestsOne() throws IOException {
        try (WwepServer server = server().start()) {
            assertRefused(
                    run(server, "--tls", "read 0FAC 0B"),
                    "CN=Programs root, which is neither among the trusted",
                    "give the certificate to trust with --ca FILE");
        }
    }

    @Test
    void aNameMismatchListsTheCertificatesNames() throws IOException {
        try (WwepServer server = server().start()) {
            assertRefused(
                    run(server, "--ca " + ROOT.chainFile(folder), "read 0FAC 0B"),
                    "is not for 127.0.0.1: the names in it are wwep.local",
                    "say --expect-name wwep.local");
        }
    }

    private static List<Arguments> certificatesThatAreNotTrusted() {
        Instant start = Instant.parse("2099-01-02T00:00:00Z");
        IssuedCertificate intermediate =
                IssuedCertificate.named("Intermediate").authority().issuedBy(ROOT);
        IssuedCertificate whole = local().issuedBy(intermediate);
        return List.of(
                Arguments.of(local().expired().issuedBy(ROOT), "expired on 2020-03-04"),
                Arguments.of(
                        local().valid(start, start.plus(Duration.ofDays(9))).issuedBy(ROOT),
                        "is valid only from 2099-01-02 on"),
                Arguments.of(local().selfSigned(), "is self-signed and not among the trusted ones"),
                Arguments.of(whole.withIntermediates(), "have the peer send it too"));
    }

    private static CertificateBuilder local() {
        return IssuedCertificate.named("server").names("127.0.0.1");
    }

    @ParameterizedTest
    @MethodSource("certificatesThatAreNotTrusted")
    void anUntrustedCertificateIsOneLineOfErrorAndExitCodeFive(IssuedCertificate certificate, String why)
            throws IOException {
        try (WwepServer server = WwepServer.create()
                .tls(0, TlsIdentity.of(certificate.chainFile(folder), certificate.keyFile(folder)))
                .start()) {
            InProcess run = run(server, "--ca " + ROOT.chainFile(folder), "read 1 1");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.err()).contains(why);
            assertThat(run.err().lines())
                    .allMatch(line -> line.startsWith("wwep: "))
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aClientCertificateIsPresentedWhereOneIsRequired() throws IOException {
        try (WwepServer server = server().requireClientCertificates(WwepTls.trusting(ROOT.chainFile(folder)))
                .start()) {
            String identity = " --cert " + CLIENT.chainFile(folder) + " --key " + CLIENT.keyFile(folder);

            assertThat(run(server, trust() + identity, "write 0FAC 0B 1234").exitCode())
                    .isZero();
            assertRefused(
                    run(server, trust(), "read 0FAC 0B"),
                    "requires a client certificate",
                    "give one, and its key, with --cert FILE and --key FILE");
        }
        assertThat(seen).extracting(Exchange::clientSubject).containsExactly("CN=lamp");
    }

    @Test
    void theTwoPortsAreDistinguished() throws IOException {
        try (WwepServer server = server().plain(0).start()) {
            assertRefused(wwep("read --port " + server.tlsPort() + " 1 1"), "speaks TLS", "give --tls, and --ca FILE");
            assertRefused(
                    wwep("read --port " + server.port() + " " + trust() + " 1 1"),
                    "speaks plain WWEP at this port",
                    "leave out --tls, --ca");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tls", "--ca CA", "--expect-name wwep.local", "--cert CERT --key KEY"})
    void anyTlsOptionPreventsPlainTraffic(String options) throws IOException {
        String given = options.replace("CA", ROOT.chainFile(folder).toString())
                .replace("CERT", CLIENT.chainFile(folder).toString())
                .replace("KEY", CLIENT.keyFile(folder).toString());
        try (WwepServer server =
                WwepServer.create().plain(0).listener(seen::add).start()) {
            InProcess run = wwep("write --port " + server.port() + " " + given + " 0FAC 0B 1234");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
        }
        assertThat(seen).extracting(Exchange::message).noneMatch(message -> message.startsWith("W"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--ca gone.pem | there is no file",
                "--ca empty | is empty",
                "--ca garbage | is not a certificate",
                "--ca client.key | has no certificate, but a PRIVATE KEY",
                "--ca cut.pem | is cut off",
                "--cert client.pem --key other.key | is not that of the certificate lamp",
                "--cert client.pem --key encrypted.key | here that is --key-password-file FILE",
                "--cert client.pem --key encrypted.key --key-password-file wrong | the password is wrong",
                "--cert client.pem --key encrypted.key --key-password-file empty | has no password in its first line",
                "--cert client.pem --key encrypted.key --key-password-file gone | there is no file",
                "--cert client.pem | give both --cert and --key",
                "--key client.key | give both --cert and --key",
                "--expect-name a/b | Java can check host names"
            })
    void unusableFilesAreBadUsageWithAReason(String options, String why) {
        write("empty", "");
        write("garbage", "no certificate\n");
        write("client.pem", CLIENT.certificatePem());
        write("client.key", CLIENT.keyPem());
        write("other.key", ROOT.keyPem());
        write("cut.pem", CLIENT.certificatePem().substring(0, 300));
        write("encrypted.key", PemText.encrypted(CLIENT.key(), PASSWORD.toCharArray()));
        write("wrong", "close sesame\n");

        InProcess run = wwep("read " + inFolder(options) + " 1 1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err())
                .startsWith("wwep: ")
                .contains(why)
                .endsWith(String.format("Help: ./wwep read --help%n"))
                .doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void theFirstLineOfTheFileIsThePassword() throws IOException {
        write("client.pem", CLIENT.certificatePem());
        write("encrypted.key", PemText.encrypted(CLIENT.key(), PASSWORD.toCharArray()));
        write("password", PASSWORD + "\nand more\n");
        try (WwepServer server = server().start()) {
            String identity = inFolder(" --cert client.pem --key encrypted.key --key-password-file password");

            assertThat(run(server, trust() + identity, "raw W01234").exitCode()).isEqualTo(ExitCode.REFUSED);
        }
    }

    private static void assertRefused(InProcess run, String why, String hint) {
        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
        assertThat(run.err().lines()).hasSizeBetween(1, 2).allMatch(line -> line.startsWith("wwep: "));
        assertThat(run.err()).contains(why, hint);
        assertThat(run.out()).isEmpty();
    }

    private WwepServerBuilder server() {
        return WwepServer.create()
                .tls(0, TlsIdentity.of(SERVER.chainFile(folder), SERVER.keyFile(folder)))
                .listener(seen::add);
    }

    private String trust() {
        return "--ca " + ROOT.chainFile(folder) + " --expect-name wwep.local";
    }

    private static InProcess run(WwepServer server, String options, String command) {
        return wwep(command + " --port " + server.tlsPort() + " " + options);
    }

    /** Resolves all words that are not options against the test's folder. */
    private String inFolder(String options) {
        return Stream.of(options.split(" ", -1))
                .map(word -> word.contains(".") || word.matches("[a-z]+")
                        ? folder.resolve(word).toString()
                        : word)
                .reduce("", (all, word) -> all + " " + word);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
