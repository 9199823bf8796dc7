package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.OpenSslServer;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.tls.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertsFetchCommandTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.named("Some root")
            .key(KeyKind.RSA)
            .authority(0)
            .expired()
            .selfSigned();
    private static final IssuedCertificate SERVER = IssuedCertificate.named("Some server")
            .key(KeyKind.RSA)
            .names("wwep.local")
            .expired()
            .forServers()
            .issuedBy(ROOT);

    @TempDir
    private Path folder;

    @Test
    void theTopmostIsSavedAndShownWithAWarningAndItsFingerprint() throws Exception {
        try (TlsPresenter presenter = new TlsPresenter(SERVER, ROOT.certificate())) {
            Path out = folder.resolve("ca.pem");

            InProcess run = fetch(presenter.port(), "--out", out.toString());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(String.format("%s: PEM, CN=Some root%n", out));
            assertThat(run.err())
                    .startsWith("wwep: nothing was verified")
                    .contains(Certificates.fingerprint(ROOT.certificate()) + "  CN=Some root");
            assertThat(Certificates.read(out)).containsExactly(ROOT.certificate());
            assertThat(presenter.names()).as("no SNI for an address").isEmpty();
        }
    }

    @Test
    void withoutAFileOnlyPemGoesToStandardOutput() throws IOException {
        try (TlsPresenter presenter = new TlsPresenter(SERVER)) {
            InProcess run = fetch(presenter.port());

            assertThat(run.out()).isEqualTo(PemText.of(SERVER.certificate()));
            assertThat(run.err()).contains("nothing was verified", Certificates.fingerprint(SERVER.certificate()));
        }
    }

    @ParameterizedTest
    @CsvSource({"--leaf, 0", "--issuer, 1", "--root, 1"})
    void eachOptionSelectsItsCertificate(String option, int place) throws IOException {
        try (TlsPresenter presenter = new TlsPresenter(SERVER, ROOT.certificate())) {
            X509Certificate asked = List.of(SERVER, ROOT).get(place).certificate();

            assertThat(fetch(presenter.port(), option).out()).isEqualTo(PemText.of(asked));
        }
    }

    @Test
    void theChainIsEverythingTheServerSends() throws IOException {
        try (TlsPresenter presenter = new TlsPresenter(SERVER, ROOT.certificate())) {
            InProcess run = fetch(presenter.port(), "--chain");

            assertThat(run.out()).isEqualTo(PemText.of(SERVER.certificate()) + PemText.of(ROOT.certificate()));
            assertThat(run.err()).contains("CN=Some server", "CN=Some root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--issuer", "--root", "--leaf"})
    void aSelfSignedOneIsItsOwnIssuerAndRoot(String option) throws IOException {
        IssuedCertificate own = IssuedCertificate.named("Own").expired().selfSigned();
        try (TlsPresenter presenter = new TlsPresenter(own)) {
            assertThat(fetch(presenter.port(), option).out()).isEqualTo(PemText.of(own.certificate()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--issuer", "--root"})
    void aMissingCertificateIsNamedWithThoseThatWereSent(String option) throws IOException {
        try (TlsPresenter presenter = new TlsPresenter(SERVER)) {
            InProcess run = fetch(
                    presenter.port(), option, "--out", folder.resolve("x.pem").toString());

            assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
            assertThat(run.err())
                    .contains("does not send", "it sent CN=Some server", "the certificate of CN=Some root", "--chain");
            assertThat(run.out()).isEmpty();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws IOException {
        Path out = Files.writeString(folder.resolve("ca.pem"), "dear to somebody");
        try (TlsPresenter presenter = new TlsPresenter(SERVER)) {
            InProcess run = fetch(presenter.port(), "--out", out.toString());

            assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
            assertThat(run.err()).contains(out + " already exists", "--force");
            assertThat(out).hasContent("dear to somebody");

            assertThat(fetch(presenter.port(), "--out", out.toString(), "--force")
                            .exitCode())
                    .isZero();
            assertThat(Certificates.read(out)).containsExactly(SERVER.certificate());
        }
    }

    @Test
    void onlyOneCertificateCanBeSelected() {
        assertThat(fetch(1, "--leaf", "--root").err()).contains("--leaf", "--root", "mutually exclusive");
    }

    @Test
    void aMockWebServerIsAskedByName() throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.useHttps(
                    SERVER.withIntermediates(ROOT.certificate()).sslContext().getSocketFactory());
            server.start();
            Path out = folder.resolve("root.pem");

            InProcess run =
                    wwep(List.of("certs", "fetch", "localhost:" + server.getPort(), "--root", "--out", out.toString()));

            assertThat(run.exitCode()).isZero();
            assertThat(OpenSsl.run(folder, "x509", "-in", "root.pem", "-noout", "-subject")
                            .out())
                    .contains("Some root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void anOpensslServerThatRequiresAClientCertificateShowsItsOwn(String protocol) throws Exception {
        Path certificate = Checkout.ROOT.resolve("certs/course-like.pem");
        Path key = Checkout.ROOT.resolve("certs/course-like-key.pem");
        try (OpenSslServer server =
                new OpenSslServer(protocol, "-Verify", "1", "-cert", certificate.toString(), "-key", key.toString())) {
            InProcess run = fetch(server.port());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .isEqualTo(PemText.of(Certificates.read(certificate).get(0)));
            Files.writeString(folder.resolve("fetched.pem"), run.out());
            assertThat(OpenSsl.run(folder, "x509", "-in", "fetched.pem", "-noout", "-enddate")
                            .out())
                    .contains("Jul 17 00:00:00 2018 GMT");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void aPlainPortIsRecognized(ServerProfile profile) throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).profile(profile).start()) {
            InProcess run = fetch(server.port());

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
            assertThat(run.err()).startsWith("wwep: ").contains("plain WWEP").hasLineCount(1);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aMissingServerIsNamed() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        InProcess run = fetch(port);

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err()).contains("could not connect to 127.0.0.1:" + port).hasLineCount(1);
    }

    @Test
    void aServerThatStallsInTheHandshakeTimesOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InProcess run = fetch(silent.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_REPLY);
            assertThat(run.err())
                    .contains("did not finish within the deadline of 10 s")
                    .hasLineCount(1);
        }
    }

    private static InProcess fetch(int port, String... options) {
        List<String> arguments = new ArrayList<>(List.of("certs", "fetch", "127.0.0.1:" + port));
        arguments.addAll(List.of(options));
        return wwep(arguments);
    }
}
