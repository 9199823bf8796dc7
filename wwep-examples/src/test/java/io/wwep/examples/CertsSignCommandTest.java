package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import io.wwep.server.WwepServer;
import io.wwep.tls.Certificates;
import io.wwep.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code wwep certs request} and {@code wwep certs sign}: a certificate from a request. */
class CertsSignCommandTest {

    private static final IssuedCertificate LAB = IssuedCertificate.named("My lab")
            .authority()
            .validFor(Duration.ofDays(400))
            .selfSigned();

    /** Made by {@code openssl req -new -subj /}. */
    private static final String WITHOUT_SUBJECT = """
            -----BEGIN CERTIFICATE REQUEST-----
            MIG6MGICAQAwADBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKF1+Xr44daH8bib
            VZtaClMbI4Ngq/01jWj8qILm/fpwzpj/IAk+jFJg4tSLcqGUYhSyV5anRcopoWVP
            0OSalD6gADAKBggqhkjOPQQDAgNIADBFAiEA2i4BuyBzPhZDJKwa3v1uFTMyET9Y
            8MDg15OK9yNAOYsCIAl0uRH4IOwktph3u+S/fvyypz4M3iwVpGqUUOErrls9
            -----END CERTIFICATE REQUEST-----
            """;

    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    @BeforeEach
    void saveAuthority() throws IOException {
        write("ca.pem", LAB.certificatePem());
        write("ca-key.pem", LAB.keyPem());
    }

    @Test
    void aServerWithASignedRequestIsTrustedByTheAuthority() throws Exception {
        InProcess request = run("certs request --name localhost --key ec:p256 --out DIR/mine");
        assertThat(request.exitCode()).isZero();
        assertThat(request.out())
                .contains("the request of CN=WWEP server, for localhost")
                .contains("./wwep certs sign --ca FILE --ca-key FILE --request "
                        + folder.resolve("mine/wwep-server.csr"));

        InProcess signed = sign("mine/wwep-server.csr", "--out DIR/mine/wwep-server.pem");
        assertThat(signed.exitCode()).isZero();
        assertThat(signed.err()).isEmpty();
        assertThat(signed.lines())
                .contains("  subject     CN=WWEP server", "  issuer      CN=My lab", "  CA          no");

        Path certificate = folder.resolve("mine/wwep-server.pem");
        TlsIdentity identity = TlsIdentity.of(certificate, folder.resolve("mine/wwep-server-key.pem"));
        try (WwepServer server = WwepServer.create().tls(0, identity).start()) {
            assertThat(run("write --host localhost --port " + server.tlsPort() + " --ca DIR/ca.pem 0FAC 0B 1234")
                            .out())
                    .isEqualTo(String.format("A0FAC0B1234%n"));
        }
    }

    @Test
    void onlyTheOwnerCanReadTheKeyOfARequest() throws Exception {
        run("certs request --out DIR/mine");

        PosixPermissions.require(folder);
        assertThat(PosixPermissions.of(folder.resolve("mine/wwep-server-key.pem")))
                .isEqualTo("rw-------");
        assertThat(run("certs request --out DIR/mine").err()).contains("already exists, and nothing was written");
    }

    /** A request from openssl that asks for an authority, which must not be granted. */
    @Test
    void onlySubjectAndNamesAreCopied() throws Exception {
        OpenSsl.run(
                folder,
                "req",
                "-new",
                "-nodes",
                "-newkey",
                "rsa:2048",
                "-keyout",
                "k.pem",
                "-out",
                "wish.csr",
                "-subj",
                "/O=Example/CN=lamp",
                "-addext",
                "subjectAltName=DNS:lamp.local",
                "-addext",
                "basicConstraints=critical,CA:TRUE");

        InProcess run = sign("wish.csr", "");

        write("lamp.pem", run.out());
        X509Certificate lamp = Certificates.read(folder.resolve("lamp.pem")).get(0);
        assertThat(lamp.getBasicConstraints()).as("not an authority").isEqualTo(-1);
        assertThat(lamp.getSubjectX500Principal().getName()).isEqualTo("CN=lamp,O=Example");
        assertThat(Certificates.names(lamp)).containsExactly("lamp.local");
    }

    @Test
    void aCertificateThatWouldOutliveItsAuthorityEndsWithItAndANoteSaysSo() throws Exception {
        request("server.csr");

        assertThat(sign("server.csr", "--days 500").err())
                .startsWith("wwep: the certificate expires with the authority's, on ")
                .contains("before the 500 days have passed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--ca DIR/ca.pem --ca-key DIR/other-key.pem --request DIR/server.csr | --ca-key: | does not belong"
                        + " to the certificate CN=My lab",
                "--ca DIR/leaf.pem --ca-key DIR/other-key.pem --request DIR/server.csr | is not an authority | certs"
                        + " create --ca",
                "--ca DIR/ca-key.pem --ca-key DIR/ca-key.pem --request DIR/server.csr | a private key | give the"
                        + " authority's certificate",
                "--ca DIR/ca.pem --ca-key DIR/ca.pem --request DIR/server.csr | 1 certificate | give the authority's"
                        + " private key",
                "--ca DIR/old.pem --ca-key DIR/other-key.pem --request DIR/server.csr | expired on 2020-03-04 | give a"
                        + " valid one",
                "--ca DIR/ca.pem --ca-key DIR/ca-key.pem --request DIR/ca.pem | --request: | no signing request in it",
                "--ca DIR/ca.pem --ca-key DIR/ca-key.pem --request DIR/bare.csr | neither a subject nor a name |"
                        + " -addext subjectAltName=DNS:NAME",
                "--ca DIR/ca.pem --ca-key DIR/ca-key.pem --request DIR/nothere | there is no file | check the path",
                "--ca DIR/ca.pem --ca-key DIR/ca-key.pem --request DIR/server.csr --days 0 | --days: 0 is out of"
                        + " range | 1 to 36500"
            })
    void anUnsignableRequestIsBadUsageWithAReasonAndARemedy(String arguments, String why, String remedy)
            throws Exception {
        request("server.csr");
        write("bare.csr", WITHOUT_SUBJECT);
        IssuedCertificate other = IssuedCertificate.named("leaf").endEntity().selfSigned();
        write("leaf.pem", other.certificatePem());
        write("other-key.pem", other.keyPem());
        write(
                "old.pem",
                IssuedCertificate.named("old")
                        .authority()
                        .expired()
                        .selfSigned()
                        .certificatePem());

        InProcess run = run("certs sign " + arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains(why, remedy);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkcs8", "traditional"})
    void theAuthoritysKeyMayBeEncrypted(String format) throws Exception {
        request("server.csr");
        writeEncryptedKey(format);
        write("password", PASSWORD + "\n");

        InProcess run = signWithEncryptedKey("--key-password-file DIR/password");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        write("server.pem", run.out());
        Certificates.read(folder.resolve("server.pem"))
                .get(0)
                .verify(LAB.certificate().getPublicKey());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pkcs8 | | is encrypted; give its password as well | --key-password-file FILE",
                "traditional | | is encrypted; give its password as well | --key-password-file FILE",
                "pkcs8 | --key-password-file DIR/wrong | the password is wrong | give the right one",
                "traditional | --key-password-file DIR/wrong | the password is wrong | give the right one",
                "pkcs8 | --key-password-file DIR/empty | has no password in its first line | write it there",
                "pkcs8 | --key-password-file DIR/gone | there is no file | check the path"
            })
    void anEncryptedKeyWithoutItsPasswordIsBadUsageWithAReason(
            String format, @Nullable String option, String why, String remedy) throws Exception {
        request("server.csr");
        writeEncryptedKey(format);
        write("wrong", "close sesame\n");
        write("empty", "");

        InProcess run = signWithEncryptedKey(option == null ? "" : option);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains(why, remedy).doesNotContain(PASSWORD, "\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aRequestIsShownAsARequest() throws Exception {
        request("server.csr");

        assertThat(run("certs show DIR/server.csr").err()).contains("a signing request", "./wwep certs sign");
    }

    @Test
    void showExplainsHowToUseAPrivateAuthority() {
        assertThat(run("certs show DIR/ca.pem").out())
                .contains("./wwep read --ca " + folder.resolve("ca.pem") + " --host HOST 0FAC 0B")
                .contains("./wwep certs sign --ca " + folder.resolve("ca.pem") + " --ca-key FILE --request FILE");
        assertThat(wwep("certs show " + DemoMaterial.serverCertificate()).out()).doesNotContain("./wwep read");
    }

    private void request(String file) throws IOException {
        write(
                file,
                IssuedCertificate.named("server")
                        .names("localhost")
                        .signingRequest(KeyKind.EC.generate())
                        .pem());
    }

    private void writeEncryptedKey(String format) throws IOException {
        char[] password = PASSWORD.toCharArray();
        write(
                "encrypted.pem",
                format.equals("pkcs8")
                        ? PemText.encrypted(LAB.key(), password)
                        : PemText.traditionalEncrypted(LAB.key(), password));
    }

    private InProcess signWithEncryptedKey(String more) {
        return run("certs sign --ca DIR/ca.pem --ca-key DIR/encrypted.pem --request DIR/server.csr " + more);
    }

    private InProcess sign(String request, String more) {
        return run("certs sign --ca DIR/ca.pem --ca-key DIR/ca-key.pem --request DIR/" + request + " " + more);
    }

    private InProcess run(String command) {
        return wwep(command.strip().replace("DIR", folder.toString()));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }
}
