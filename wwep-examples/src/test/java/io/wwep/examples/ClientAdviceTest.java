package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import io.wwep.tls.Certificates;
import io.wwep.tls.PrivateKeys;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that a client treats certificates as {@code certs show} predicts. */
class ClientAdviceTest {

    private static final String[] NAMES = {"wwep.local", "::1"};
    private static final Duration LONG_AGO = Duration.ofDays(400);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "RSA, TLSv1.2", "EC, TLSv1.2", "ED25519, TLSv1.2",
        "RSA, TLSv1.3", "EC, TLSv1.3", "ED25519, TLSv1.3"
    })
    void aSelfSignedCertificateIsTrustedByItself(KeyKind kind, String protocol) throws IOException {
        IssuedCertificate own =
                certificate("Own", Duration.ZERO).key(kind).names(NAMES).selfSigned();

        String said = show(own);

        assertThat(said)
                .contains("given this certificate: --ca", "reached by one of its names", "--expect-name wwep.local");
        handshake(own, followed(said).protocols(protocol));
        handshake(own, WwepTls.trusting(file(own)).expectingName("::1"));
    }

    @Test
    void aServersCertificateIsTrustedByItsIssuersAndByItself() throws IOException {
        IssuedCertificate root = certificate("Root", Duration.ZERO).authority(0).selfSigned();
        IssuedCertificate server =
                certificate("Server", Duration.ZERO).names(NAMES).forServers().issuedBy(root);

        String said = show(server);

        assertThat(said).contains("given its issuer's certificate with --ca, or this one: --ca");
        handshake(server, followed(said));
        handshake(server, WwepTls.trusting(file(root)).expectingName("wwep.local"));
        assertThat(show(root)).contains("would trust the servers whose certificates it signed, given this one: --ca");
    }

    @Test
    void anExpiredCertificateIsTrustedOnlyByItself() throws IOException {
        IssuedCertificate root = certificate("Root", Duration.ZERO).authority(0).selfSigned();
        IssuedCertificate server =
                certificate("Server", LONG_AGO).names(NAMES).forServers().issuedBy(root);

        String said = show(server);

        assertThat(said).contains("(expired ", "only given this exact certificate, since it has expired: --ca");
        handshake(server, followed(said));
        assertThatThrownBy(() -> handshake(server, WwepTls.trusting(file(root)).expectingName("wwep.local")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void aCertificateThatIsNotValidYetIsTrustedOnlyByItself() throws IOException {
        IssuedCertificate root = certificate("Root", Duration.ZERO).authority(0).selfSigned();
        IssuedCertificate server = certificate("Server", LONG_AGO.negated())
                .names(NAMES)
                .forServers()
                .issuedBy(root);

        String said = show(server);

        assertThat(said)
                .contains(
                        "(not valid yet, starts in ",
                        "only given this exact certificate, since it is not valid yet: --ca");
        handshake(server, followed(said));
        assertThatThrownBy(() -> handshake(server, WwepTls.trusting(file(root)).expectingName("wwep.local")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("valid only from");
    }

    @Test
    void aCertificateSignedByAnExpiredAuthorityIsTrustedByIt() throws IOException {
        IssuedCertificate root = certificate("Root", LONG_AGO).authority(0).selfSigned();
        IssuedCertificate server =
                certificate("Server", Duration.ZERO).names(NAMES).forServers().issuedBy(root);

        assertThat(show(root)).contains("would trust the servers whose certificates it signed, given this one: --ca");
        handshake(server, WwepTls.trusting(file(root)).expectingName("wwep.local"));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aCertificateLikeTheCoursesIsTrustedByItselfAndItsOnlyName(String protocol) throws IOException {
        IssuedCertificate course = courseLike();

        String said = show(course);

        assertThat(said)
                .contains(
                        "only given this exact certificate, since it has expired: --ca",
                        "and its only name: --expect-name IoT");
        handshake(course, followed(said).protocols(protocol));
    }

    @Test
    void aCertificateSignedByOneLikeTheCoursesIsTrustedByIt() throws IOException {
        IssuedCertificate server = certificate("Server", Duration.ZERO)
                .key(KeyKind.RSA)
                .names(NAMES)
                .forServers()
                .issuedBy(courseLike());

        assertThat(show(courseLike())).contains("would trust the servers whose certificates it signed");
        handshake(server, WwepTls.trusting(file(courseLike())).expectingName("wwep.local"));
    }

    @Test
    void aClientsCertificateIsNotAcceptedFromAServer() throws IOException {
        IssuedCertificate root = certificate("Root", Duration.ZERO).authority(0).selfSigned();
        IssuedCertificate client =
                certificate("client.local", Duration.ZERO).forClients().issuedBy(root);

        assertThat(show(client))
                .contains(
                        "presents it to servers that ask for one",
                        "--cert ",
                        "would not trust a server with it through its issuer")
                .doesNotContain("would trust");
        assertThatThrownBy(() -> handshake(client, WwepTls.trusting(file(root)).expectingName("client.local")))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aCertificateWithoutAVerifiableNameIsReported() throws IOException {
        assertThat(show(certificate("not a host", Duration.ZERO).selfSigned()))
                .contains("none of its names can be verified", "get a certificate with names")
                .doesNotContain("--expect-name");
    }

    /** Returns a builder of a certificate that was issued this long ago, for 30 days. */
    private static CertificateBuilder certificate(String commonName, Duration ago) {
        Instant made = Instant.now().minus(ago);
        return IssuedCertificate.named(commonName)
                .valid(made.minus(Duration.ofDays(1)), made.plus(Duration.ofDays(30)));
    }

    private static IssuedCertificate courseLike() {
        Path certs = Checkout.ROOT.resolve("certs");
        return IssuedCertificate.of(
                Certificates.read(certs.resolve("course-like.pem")).get(0),
                PrivateKeys.read(certs.resolve("course-like-key.pem")));
    }

    private Path file(IssuedCertificate issued) throws IOException {
        return Files.writeString(
                folder.resolve(issued.certificate().getSerialNumber() + ".pem"), PemText.of(issued.certificate()));
    }

    private String show(IssuedCertificate issued) throws IOException {
        InProcess run = wwep(List.of("certs", "show", file(issued).toString()));
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    /** Returns TLS with the recommended options. */
    private static WwepTls followed(String said) {
        return WwepTls.trusting(Path.of(option("--ca", said))).expectingName(option("--expect-name", said));
    }

    private static String option(String name, String said) {
        Matcher option = Pattern.compile(name + " (\\S+)").matcher(said);
        assertThat(option.find()).as(name).isTrue();
        return option.group(1);
    }

    private static void handshake(IssuedCertificate server, WwepTls tls) throws IOException {
        try (TlsPresenter presenter = new TlsPresenter(server);
                SSLSocket socket =
                        tls.over(new Socket(InetAddress.getLoopbackAddress(), presenter.port()), "127.0.0.1")) {
            socket.startHandshake();
        }
    }
}
