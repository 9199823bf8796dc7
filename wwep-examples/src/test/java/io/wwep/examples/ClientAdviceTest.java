package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.examples.certs.CertificateMaker;
import io.wwep.examples.certs.CertificateName;
import io.wwep.examples.certs.Issued;
import io.wwep.examples.certs.KeyKind;
import io.wwep.tls.Certificates;
import io.wwep.tls.Pem;
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

/** What {@code certs show} says that a client would make of a certificate is what the client then does. */
class ClientAdviceTest {

    private static final List<CertificateName> NAMES =
            List.of(new CertificateName("wwep.local"), new CertificateName("::1"));
    private static final Duration LONG_AGO = Duration.ofDays(400);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "rsa:2048, TLSv1.2", "ec:p256, TLSv1.2", "ed25519, TLSv1.2",
        "rsa:2048, TLSv1.3", "ec:p256, TLSv1.3", "ed25519, TLSv1.3"
    })
    void aSelfSignedCertificateIsTrustedByItself(String kind, String protocol) throws IOException {
        Issued own = maker(KeyKind.of(kind), Duration.ZERO).selfSigned("Own", NAMES);

        String said = show(own);

        assertThat(said)
                .contains("given this certificate: --ca", "dialled by one of its names", "--expect-name wwep.local");
        handshake(own, followed(said).protocols(protocol));
        handshake(own, WwepTls.trusting(file(own)).expectingName("::1"));
    }

    @Test
    void aServersCertificateIsTrustedByItsIssuersAndByItself() throws IOException {
        Issued root = maker(Duration.ZERO).rootAuthority("Root");
        Issued server = maker(Duration.ZERO).server("Server", NAMES, root);

        String said = show(server);

        assertThat(said).contains("given its issuer's certificate by --ca, or this one: --ca");
        handshake(server, followed(said));
        handshake(server, WwepTls.trusting(file(root)).expectingName("wwep.local"));
        assertThat(show(root)).contains("would trust the servers whose certificates it signed, given this one: --ca");
    }

    @Test
    void anExpiredCertificateIsTrustedOnlyByItself() throws IOException {
        Issued root = maker(Duration.ZERO).rootAuthority("Root");
        Issued server = maker(LONG_AGO).server("Server", NAMES, root);

        String said = show(server);

        assertThat(said).contains("(expired ", "as it has expired only given this very certificate: --ca");
        handshake(server, followed(said));
        assertThatThrownBy(() -> handshake(server, WwepTls.trusting(file(root)).expectingName("wwep.local")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void aCertificateThatIsNotValidYetIsTrustedOnlyByItself() throws IOException {
        Issued root = maker(Duration.ZERO).rootAuthority("Root");
        Issued server = maker(LONG_AGO.negated()).server("Server", NAMES, root);

        String said = show(server);

        assertThat(said).contains("(not yet valid, ", "as it is not valid yet only given this very certificate: --ca");
        handshake(server, followed(said));
        assertThatThrownBy(() -> handshake(server, WwepTls.trusting(file(root)).expectingName("wwep.local")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("valid only from");
    }

    @Test
    void whatAnExpiredAuthoritySignedIsTrustedByIt() throws IOException {
        Issued root = maker(LONG_AGO).rootAuthority("Root");
        Issued server = maker(Duration.ZERO).server("Server", NAMES, root);

        assertThat(show(root)).contains("would trust the servers whose certificates it signed, given this one: --ca");
        handshake(server, WwepTls.trusting(file(root)).expectingName("wwep.local"));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void oneLikeTheCoursesIsTrustedByItselfAndItsOnlyName(String protocol) throws IOException {
        Issued course = courseLike();

        String said = show(course);

        assertThat(said).contains("only given this very certificate: --ca", "and its only name: --expect-name IoT");
        handshake(course, followed(said).protocols(protocol));
    }

    @Test
    void whatOneLikeTheCoursesSignedIsTrustedByIt() throws IOException {
        Issued server = maker(KeyKind.RSA, Duration.ZERO).server("Server", NAMES, courseLike());

        assertThat(show(courseLike())).contains("would trust the servers whose certificates it signed");
        handshake(server, WwepTls.trusting(file(courseLike())).expectingName("wwep.local"));
    }

    @Test
    void aClientsCertificateIsNotTakenFromAServer() throws IOException {
        Issued root = maker(Duration.ZERO).rootAuthority("Root");
        Issued client = maker(Duration.ZERO).client("client.local", root);

        assertThat(show(client))
                .contains("shows it to servers that ask for one", "--cert ", "would not take it from a server")
                .doesNotContain("would trust");
        assertThatThrownBy(() -> handshake(client, WwepTls.trusting(file(root)).expectingName("client.local")))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aCertificateWithoutANameThatCanBeCheckedSaysSo() throws IOException {
        assertThat(show(maker(Duration.ZERO).selfSigned("not a host", List.of())))
                .contains("if it could check who that is", "have one made with names")
                .doesNotContain("--expect-name");
    }

    private static CertificateMaker maker(Duration ago) {
        return maker(KeyKind.EC, ago);
    }

    private static CertificateMaker maker(KeyKind kind, Duration ago) {
        return new CertificateMaker(kind, Instant.now().minus(ago), 30);
    }

    private static Issued courseLike() {
        Path certs = Checkout.ROOT.resolve("certs");
        return new Issued(
                Certificates.read(certs.resolve("course-like.pem")).get(0),
                PrivateKeys.read(certs.resolve("course-like-key.pem")));
    }

    private Path file(Issued issued) throws IOException {
        return Files.writeString(
                folder.resolve(issued.certificate().getSerialNumber() + ".pem"), Pem.of(issued.certificate()));
    }

    private String show(Issued issued) throws IOException {
        InProcess run = wwep(List.of("certs", "show", file(issued).toString()));
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    /** A client with the options that were recommended. */
    private static WwepTls followed(String said) {
        return WwepTls.trusting(Path.of(option("--ca", said))).expectingName(option("--expect-name", said));
    }

    private static String option(String name, String said) {
        Matcher option = Pattern.compile(name + " (\\S+)").matcher(said);
        assertThat(option.find()).as(name).isTrue();
        return option.group(1);
    }

    private static void handshake(Issued server, WwepTls tls) throws IOException {
        try (TlsPresenter presenter = new TlsPresenter(server);
                SSLSocket socket =
                        tls.over(new Socket(InetAddress.getLoopbackAddress(), presenter.port()), "127.0.0.1")) {
            socket.startHandshake();
        }
    }
}
