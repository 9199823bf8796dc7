package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.ForeignTool;
import io.wwep.check.OpenSslServer;
import io.wwep.check.Program;
import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.Certificates;
import io.wwep.tls.PrivateKeys;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that a client treats odd certificates, which it rejects or accepts only in one way, as {@code certs show}
 * predicts.
 */
class OddCertificateAdviceTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Advice root");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTheRoot() throws IOException {
        Files.writeString(folder.resolve("root.pem"), ROOT.certificatePem());
        Files.writeString(folder.resolve("root.key"), ROOT.keyPem());
        Files.writeString(folder.resolve("openssl.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
    }

    /** Creates a certificate with openssl's options, and returns the output of {@code certs show}. */
    private String shown(String options) throws Exception {
        List<Object> command =
                new ArrayList<>(List.of("req", "-x509", "-config", "openssl.cnf", "-nodes", "-days", "2"));
        command.addAll(List.of("-keyout", "own.key", "-out", "own.pem"));
        command.addAll(List.of(options.split(" +", -1)));
        assertThat(OpenSsl.run(folder, command.toArray()).exitCode()).isZero();
        return show(folder.resolve("own.pem"));
    }

    private static String show(Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of("certs", "show", file.toString()));
        arguments.addAll(List.of(options));
        InProcess run = wwep(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static final String ISSUED = "-CA root.pem -CAkey root.key -newkey rsa:2048 -subj /CN=box ";

    /** Creates a certificate that Java cannot read. */
    private void makeUnreadable() throws Exception {
        OpenSsl.run(
                folder,
                "req",
                "-x509",
                "-config",
                "openssl.cnf",
                "-nodes",
                "-days",
                "2",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-pkeyopt",
                "ec_param_enc:explicit",
                "-subj",
                "/CN=bad",
                "-keyout",
                "bad.key",
                "-out",
                "bad.pem");
    }

    private void assertRefusedThroughItsIssuerAndTrustedByItself(String said) throws Exception {
        Path own = folder.resolve("own.pem");
        assertThat(said)
                .contains("only given this exact certificate: --ca " + own)
                .contains("--expect-name wwep.local");
        assertThatThrownBy(() -> handshake(WwepTls.trusting(folder.resolve("root.pem"))))
                .isInstanceOf(SSLHandshakeException.class);
        handshake(WwepTls.trusting(own));
    }

    private void handshake(WwepTls tls) throws IOException {
        IssuedCertificate server = IssuedCertificate.of(
                Certificates.read(folder.resolve("own.pem")).get(0), PrivateKeys.read(folder.resolve("own.key")));
        try (TlsPresenter presenter = new TlsPresenter(server);
                SSLSocket socket = tls.expectingName("wwep.local")
                        .over(new Socket(InetAddress.getLoopbackAddress(), presenter.port()), "127.0.0.1")) {
            socket.startHandshake();
        }
    }

    @Test
    void aCertificateForClientsOnly() throws Exception {
        String said = shown(ISSUED + "-addext extendedKeyUsage=clientAuth -addext subjectAltName=DNS:wwep.local");
        assertThat(said)
                .contains(
                        "presents it to servers that ask for one",
                        "would not trust a server with it through its issuer");
        assertThatThrownBy(() -> handshake(WwepTls.trusting(folder.resolve("root.pem"))))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("is for TLS clients only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "critical,client", "critical,server"})
    void aNetscapeTypeThatJavaRejects(String type) throws Exception {
        String said = shown(ISSUED + "-addext nsCertType=" + type + " -addext subjectAltName=DNS:wwep.local");
        assertThat(said).contains("nsCertType", "have one issued");
        assertRefusedThroughItsIssuerAndTrustedByItself(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "fetch"})
    void aServersCertificateThatJavaCannotReadIsExplained(String command) throws Exception {
        shown("-newkey rsa:2048 -subj /CN=box");
        makeUnreadable();
        try (OpenSslServer server = new OpenSslServer(
                "-cert",
                folder.resolve("bad.pem").toString(),
                "-key",
                folder.resolve("bad.key").toString())) {
            InProcess run = wwep(List.of("certs", command, "127.0.0.1:" + server.port()));
            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
            assertThat(run.err())
                    .contains("a certificate that the peer sent has a key of EC with explicit parameters")
                    .contains("ec_paramgen_curve:P-256")
                    .doesNotContain("java.io");
        }
    }

    /** Creates an issuer and a server's certificate from it. Returns what {@code certs show} says of the latter. */
    private String shownFrom(String issuer) throws Exception {
        shown(issuer + " -subj /CN=issuer");
        Files.move(folder.resolve("own.pem"), folder.resolve("issuer.pem"));
        Files.move(folder.resolve("own.key"), folder.resolve("issuer.key"));
        return shown("-newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=box -addext subjectAltName=DNS:wwep.local"
                + " -CA issuer.pem -CAkey issuer.key");
    }

    private static final String CA = " -addext basicConstraints=critical,CA:TRUE";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-newkey rsa:512" + CA + "| has a key of RSA 512, which is too short",
                "-newkey ec -pkeyopt ec_paramgen_curve:secp256k1" + CA + "| has a key of EC secp256k1, which Java",
                "-newkey rsa:2048 -addext basicConstraints=CA:FALSE| which signed CN=box, is not a certificate authority",
                "-newkey rsa:2048 -addext keyUsage=cRLSign" + CA + "| which signed CN=box, may not sign certificates",
            })
    void anIssuerThatTheClientRejectsIsNamedInTheSameFileAndByItsOption(String issuer, String words) throws Exception {
        shownFrom(issuer);
        Path own = folder.resolve("own.pem");
        Path trusted = folder.resolve("issuer.pem");
        Path both = Files.writeString(folder.resolve("both.pem"), Files.readString(own) + Files.readString(trusted));
        for (String said : List.of(show(own, "--ca", trusted.toString()), show(both))) {
            assertThat(said)
                    .contains("only given this exact certificate: --ca ")
                    .contains("since the certificate CN=issuer", words);
        }
        assertThatThrownBy(() -> handshake(WwepTls.trusting(trusted)))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining(words);
        handshake(WwepTls.trusting(own));
    }

    @ParameterizedTest
    @CsvSource({
        "-newkey rsa:512, 'is signed with an RSA key of 512 bits or less, which is too short', rsa_keygen_bits:2048",
        "-newkey ec -pkeyopt ec_paramgen_curve:prime192v1, 'is signed with an EC key of 192 bits or less', "
                + "ec_paramgen_curve:P-256",
    })
    void aSignatureThatIsTooShortGivesItsIssuersKeyAway(String issuer, String words, String remedy) throws Exception {
        assertThat(shownFrom(issuer + CA))
                .contains("only given this exact certificate: --ca ", "since it " + words, remedy);
        assertThatThrownBy(() -> handshake(WwepTls.trusting(folder.resolve("issuer.pem"))))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void oneRightIssuerOfTheNameIsEnough() throws Exception {
        shown("-newkey rsa:2048 -subj /CN=issuer" + CA);
        String other = Files.readString(folder.resolve("own.pem"));
        shownFrom("-newkey rsa:2048" + CA);
        String own = Files.readString(folder.resolve("own.pem"));
        String issuer = Files.readString(folder.resolve("issuer.pem"));
        assertThat(show(Files.writeString(folder.resolve("all.pem"), own + other + issuer)))
                .contains("given its issuer's certificate with --ca, or this one");
        assertThat(show(Files.writeString(folder.resolve("wrong.pem"), own + other)))
                .contains("only given this exact certificate", "CN=box was not signed by");
        handshake(WwepTls.trusting(folder.resolve("all.pem")));
    }

    @Test
    void signingWithAnUnusableAuthoritySaysWhatClientsDo() throws Exception {
        shownFrom("-newkey rsa:512" + CA);
        assertThat(OpenSsl.run(
                                folder,
                                "req",
                                "-new",
                                "-config",
                                "openssl.cnf",
                                "-key",
                                "own.key",
                                "-subj",
                                "/CN=box",
                                "-out",
                                "csr")
                        .exitCode())
                .isZero();
        InProcess run = wwep(List.of(
                "certs", "sign",
                "--ca", folder.resolve("issuer.pem").toString(),
                "--ca-key", folder.resolve("issuer.key").toString(),
                "--request", folder.resolve("csr").toString(),
                "--out", folder.resolve("signed.pem").toString()));
        assertThat(run.out())
                .contains("only given this exact certificate", "since the certificate CN=issuer has a key of RSA 512");
    }

    @Test
    void aKeyForEnciphermentOnly() throws Exception {
        String said = shown(ISSUED + "-addext keyUsage=keyEncipherment -addext subjectAltName=DNS:wwep.local");
        assertThat(said).contains("may not sign", "keyUsage=digitalSignature");
        assertRefusedThroughItsIssuerAndTrustedByItself(said);
    }

    @Test
    void aCriticalExtensionThatJavaDoesNotKnow() throws Exception {
        String said =
                shown(ISSUED + "-addext 1.3.6.1.4.1.99999.1=critical,DER:0500 -addext subjectAltName=DNS:wwep.local");
        assertThat(said).contains("critical extension that Java does not know");
        assertRefusedThroughItsIssuerAndTrustedByItself(said);
    }

    @Test
    void anMd5Signature() throws Exception {
        OpenSsl.run(
                folder,
                "req",
                "-x509",
                "-config",
                "openssl.cnf",
                "-nodes",
                "-days",
                "2",
                "-newkey",
                "rsa:2048",
                "-subj",
                "/CN=rsa-root",
                "-addext",
                "basicConstraints=CA:TRUE",
                "-keyout",
                "root.key",
                "-out",
                "root.pem");
        assertThat(shown(ISSUED + "-md5 -addext subjectAltName=DNS:wwep.local"))
                .contains("only given this exact certificate", "MD5withRSA", "-sha256");
    }

    @Test
    void aKeyThatIsTooShort() throws Exception {
        assertThat(shown("-newkey rsa:512 -subj /CN=wwep.local -CA root.pem -CAkey root.key"))
                .contains("key         RSA 512")
                .contains(
                        "only given this exact certificate", "too short", "rsa_keygen_bits:2048", "only over TLS 1.2");
    }

    @ParameterizedTest
    @CsvSource({"secp256k1, EC secp256k1", "brainpoolP256r1, EC brainpoolP256r1", "sect283k1, EC K-283"})
    void aCurveThatTlsCannotUse(String curve, String name) throws Exception {
        String said = shown("-newkey ec -pkeyopt ec_paramgen_curve:" + curve
                + " -subj /CN=wwep.local -addext basicConstraints=CA:TRUE");
        assertThat(said)
                .contains("key         " + name)
                .contains("a client    cannot use it: it has a key of " + name, "ec_paramgen_curve:P-256")
                .doesNotContain("--ca", "would trust");
        assertThat(show(folder.resolve("own.key")))
                .contains("private key  " + name)
                .contains("cannot use it: it has a key of " + name);
    }

    @Test
    void anAuthorityThatMustNotSignCertificates() throws Exception {
        assertThat(shown("-newkey rsa:2048 -subj /CN=ca -addext basicConstraints=CA:TRUE -addext keyUsage=cRLSign"))
                .contains("would not trust the servers whose certificates it signed", "keyUsage=keyCertSign");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-subj /CN=127.0.0.1",
                "-subj /CN=box -addext subjectAltName=DNS:127.0.0.1",
                "-subj /CN=box -addext subjectAltName=DNS:my_server",
                "-subj /CN=box -addext subjectAltName=DNS:localhost.",
                "-subj /CN=box -addext subjectAltName=DNS:*",
                "-subj /CN=box -addext subjectAltName=DNS:*local",
                "-subj /CN=*"
            })
    void anUnverifiableNameIsNotRecommended(String options) throws Exception {
        assertThat(shown("-newkey rsa:2048 " + options))
                .contains("none of its names can be verified", "get a certificate with names")
                .doesNotContain("--expect-name", "dialed by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-subj /CN=box -addext subjectAltName=DNS:*.example.org", "-subj /CN=*.example.org"})
    void aWildcardNameIsOnlyDialed(String options) throws Exception {
        assertThat(shown("-newkey rsa:2048 " + options))
                .contains("reached by one of its names")
                .doesNotContain("--expect-name");
    }

    @Test
    void aSubjectIsReadable() throws Exception {
        assertThat(shown("-newkey rsa:2048 -subj /CN=box/emailAddress=admin@example.org"))
                .contains("emailAddress=admin@example.org")
                .doesNotContain("1.2.840");
    }

    @Test
    void aBundleReportsUnusableCertificates() throws Exception {
        shown("-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -subj /CN=good");
        String good = Files.readString(folder.resolve("own.pem"));
        makeUnreadable();
        Path both = Files.writeString(folder.resolve("both.pem"), Files.readString(folder.resolve("bad.pem")) + good);
        assertThat(show(both))
                .contains("PEM, 1 certificate, and 1 that cannot be used")
                .contains("CN=good")
                .contains("block 1, line 1), CN=bad: it has a key of EC with explicit parameters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa -traditional -outform DER -in own.key -out KEY",
                "pkcs8 -topk8 -outform DER -passout pass:sesame -in own.key -out KEY",
                "rsa -traditional -aria256 -passout pass:sesame -in own.key -out KEY"
            })
    void aKeyInEveryFormat(String command) throws Exception {
        shown("-newkey rsa:2048 -subj /CN=box");
        assertThat(OpenSsl.run(folder, List.of(command.split(" ", -1)).toArray())
                        .exitCode())
                .isZero();
        assertThat(show(folder.resolve("KEY")))
                .contains("a private key")
                .contains(command.contains("pass:") ? "private key  encrypted" : "private key  RSA 2048");
    }

    @Test
    void anEncryptedKeyThatTheClientCannotDecryptIsNotRecommended() throws Exception {
        shown("-newkey rsa:2048 -subj /CN=box");
        Path key = folder.resolve("id");
        try (Program keygen = Program.start(
                folder,
                Map.of(),
                List.of(
                        ForeignTool.require("ssh-keygen", "openssh-client"),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "sesame",
                        "-f",
                        key.toString()))) {
            assertThat(keygen.await().exitCode()).isZero();
        }
        assertThat(show(key))
                .contains("private key  encrypted", "a client     cannot use it", "ssh-keygen -p -N '' -f COPY")
                .doesNotContain("--key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"own.key", "own.pem"})
    void aBundleBesideAKeyOrACertificateIsMentioned(String beside) throws Exception {
        shown("-newkey rsa:2048 -subj /CN=box");
        OpenSsl.run(folder, "crl2pkcs7", "-nocrl", "-certfile", "root.pem", "-out", "bundle");
        Path both = Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(folder.resolve(beside)) + Files.readString(folder.resolve("bundle")));
        assertThat(show(both))
                .contains("and 1 that cannot be used")
                .contains("skipped     " + both + " has a PKCS7 block (block 2", "openssl pkcs7 -print_certs");
    }
}
