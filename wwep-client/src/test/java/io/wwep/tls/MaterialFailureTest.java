package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusable certificate and key files: each message names the file, the reason and the remedy. */
class MaterialFailureTest {

    private static final IssuedCertificate CLIENT =
            IssuedCertificate.named("client").key(KeyKind.RSA).selfSigned();
    private static final WwepTls TLS = WwepTls.trustingPem(CLIENT.certificatePem());

    @TempDir
    private Path folder;

    private AbstractThrowableAssert<?, ?> trusting(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), text);
        return assertThatThrownBy(() -> WwepTls.trusting(file))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining(file.toString());
    }

    private AbstractThrowableAssert<?, ?> identityWith(String keyText, String... password) throws Exception {
        Path key = Files.writeString(folder.resolve("client.key"), keyText);
        Path certificate = CLIENT.chainFile(folder);
        return assertThatThrownBy(() -> {
                    if (password.length == 0) {
                        TLS.identity(certificate, key);
                    } else {
                        TLS.identity(certificate, key, password[0].toCharArray());
                    }
                })
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining(key.toString());
    }

    @Test
    void aCaFileThatIsMissing() {
        Path missing = folder.resolve("nowhere.pem");
        assertThatThrownBy(() -> WwepTls.trusting(missing))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("there is no file " + missing)
                .hasMessageContaining("check the path");
    }

    @Test
    void aFolderInsteadOfACaFile() {
        assertThatThrownBy(() -> WwepTls.trusting(folder))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining(folder + " cannot be read")
                .hasMessageContaining("check");
    }

    @Test
    void aDeviceWithoutEnd() {
        Path zeros = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(zeros), "this system has no /dev/zero");
        assertThatThrownBy(() -> WwepTls.trusting(zeros))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("/dev/zero has more than 10000000 bytes")
                .hasMessageContaining("give another file");
    }

    @Test
    void anEmptyCaFile() throws Exception {
        trusting("").hasMessageContaining("is empty").hasMessageContaining("copy the file again");
        trusting(" \r\n").hasMessageContaining("is empty");
    }

    @Test
    void garbageInsteadOfACertificate() throws Exception {
        trusting("garbage \u0000\u0001")
                .hasMessageContaining("is not a certificate")
                .hasMessageContaining("BEGIN CERTIFICATE");
    }

    @Test
    void garbageInACertificatesBlock() throws Exception {
        trusting(PemText.block("CERTIFICATE", "garbage".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("damaged")
                .hasMessageContaining("copy the file again");
    }

    @Test
    void invalidBase64InACertificatesBlock() throws Exception {
        String damaged = CLIENT.certificatePem().replaceFirst("\n.{10}", "\n*oh!* noooo");
        trusting(damaged).hasMessageContaining("damaged").hasMessageContaining("copy the file again");
    }

    @Test
    void aKeyInsteadOfACertificate() throws Exception {
        trusting(CLIENT.keyPem())
                .hasMessageContaining("has no certificate, but a PRIVATE KEY")
                .hasMessageContaining("BEGIN CERTIFICATE");
    }

    @Test
    void aTruncatedBlock() throws Exception {
        String pem = CLIENT.certificatePem();
        trusting(pem.substring(0, pem.length() / 2))
                .hasMessageContaining("is cut off")
                .hasMessageContaining("-----END CERTIFICATE-----")
                .hasMessageContaining("copy the file again");
    }

    @Test
    void aTruncatedBlockBeforeAnother() throws Exception {
        String pem = CLIENT.certificatePem();
        trusting(pem.substring(0, pem.length() / 2) + "\n" + pem)
                .hasMessageContaining("is cut off")
                .hasMessageContaining("copy the file again");
    }

    @Test
    void aBlockWithItsEndLineButTruncatedText() throws Exception {
        String[] lines = CLIENT.certificatePem().split("\n", -1);
        lines[3] = "";
        trusting(String.join("\n", lines)).hasMessageContaining("damaged").hasMessageContaining("copy the file again");
    }

    @Test
    void aKeyThatDoesNotMatchTheCertificate() throws Exception {
        identityWith(IssuedCertificate.named("other").selfSigned().keyPem())
                .hasMessageContaining("is not that of the certificate client")
                .hasMessageContaining("made together");
    }

    @Test
    void aKeyOfTheSameKindThatDoesNotMatchTheCertificate() throws Exception {
        IssuedCertificate client = IssuedCertificate.named("client").selfSigned();
        IssuedCertificate other = IssuedCertificate.named("other").selfSigned();
        assertThatThrownBy(() -> TLS.identity(client.chainFile(folder), other.keyFile(folder)))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("is not that of the certificate client");
    }

    @Test
    void anEncryptedKeyWithoutPassword() throws Exception {
        for (String pem : new String[] {
            PemText.encrypted(CLIENT.key(), "sesame".toCharArray()),
            PemText.traditionalEncrypted(CLIENT.key(), "sesame".toCharArray())
        }) {
            identityWith(pem).hasMessageContaining("is encrypted").hasMessageContaining("give its password");
        }
    }

    @Test
    void anEncryptedKeyWithTheWrongPassword() throws Exception {
        for (String pem : new String[] {
            PemText.encrypted(CLIENT.key(), "sesame".toCharArray()),
            PemText.traditionalEncrypted(CLIENT.key(), "sesame".toCharArray())
        }) {
            identityWith(pem, "wrong").hasMessageContaining("the password is wrong");
            identityWith(pem, "").hasMessageContaining("the password is wrong");
        }
    }

    @Test
    void aPasswordForAnUnencryptedKeyIsIgnored() throws Exception {
        TLS.identity(CLIENT.chainFile(folder), CLIENT.keyFile(folder), "needless".toCharArray());
        Path key = Files.writeString(folder.resolve("rsa.key"), PemText.traditional(CLIENT.key()));
        TLS.identity(CLIENT.chainFile(folder), key, "needless".toCharArray());
    }

    @Test
    void aCertificateInsteadOfAKey() throws Exception {
        identityWith(CLIENT.certificatePem())
                .hasMessageContaining("has no private key, but a CERTIFICATE")
                .hasMessageContaining("BEGIN PRIVATE KEY");
    }

    @Test
    void aPublicKeyInsteadOfAKey() throws Exception {
        identityWith(PemText.block("PUBLIC KEY", CLIENT.keys().getPublic().getEncoded()))
                .hasMessageContaining("has no private key, but a PUBLIC KEY");
    }

    @Test
    void garbageInsteadOfAKey() throws Exception {
        identityWith("garbage").hasMessageContaining("is neither a private key nor PEM");
        identityWith("").hasMessageContaining("is empty");
    }

    @Test
    void aDamagedKeyOfEachFormat() throws Exception {
        byte[] garbage = new byte[100];
        for (String type : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            for (String[] password : new String[][] {{}, {"needless"}}) {
                identityWith(PemText.block(type, garbage), password)
                        .hasMessageContaining("damaged")
                        .hasMessageContaining("copy the file again")
                        .message()
                        .doesNotContain("password");
            }
        }
    }

    @Test
    void aKeyOfAnAlgorithmThatTlsDoesNotSupport() throws Exception {
        identityWith(PemText.of(
                        KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate()))
                .hasMessageContaining("RSA, EC and Ed25519");
    }

    static List<Arguments> reasons() {
        return List.of(
                Arguments.of(new AccessDeniedException("ca.pem"), "access is denied"),
                Arguments.of(new IOException("Is a directory"), "Is a directory"),
                Arguments.of(new IOException(), "java.io.IOException"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void theReasonWhyAFileCannotBeReadIsInWords(IOException problem, String words) {
        assertThat(Source.reason(problem)).isEqualTo(words);
    }

    @Test
    void theLargestFileIsRead() throws Exception {
        Path file = Files.write(folder.resolve("large"), new byte[10_000_000]);
        assertThat(Source.of(file).text()).hasSize(10_000_000);
    }

    @Test
    void aKeyThatOnlyLooksLikeOne() throws Exception {
        byte[] empty = HexFormat.of().parseHex("3014020100300d06092a864886f70d01010105000400");
        identityWith(PemText.block("PRIVATE KEY", empty))
                .hasMessageContaining("is damaged, or not one that Java accepts (")
                .hasMessageContaining("make a new key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PKCS12 | true | convert it: openssl pkcs12 -in FILE -nocerts -nodes -out FILE.pem",
                "PKCS12 | false | use trustingKeyStore(…), or convert it: openssl pkcs12 -in FILE -nokeys -out FILE.pem",
                "JAVA_KEYSTORE | true | convert it: keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12, and then"
                        + " openssl pkcs12 -in FILE.p12 -nocerts -nodes -out FILE.pem",
                "JAVA_KEYSTORE | false | use trustingKeyStore(…), or convert it: keytool -importkeystore -srckeystore FILE"
                        + " -destkeystore FILE.p12, and then openssl pkcs12 -in FILE.p12 -nokeys -out FILE.pem",
                "PKCS7 | true | it has no private key: give the file that has it",
                "PKCS7 | false | convert it: openssl cms -cmsout -noout -inform DER -in FILE -certsout FILE.pem"
            })
    void anotherFormatIsConvertedForItsUse(StoredFormat format, boolean key, String remedy) {
        assertThat(format.remedy("FILE", key)).contains(remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fe", "feed", "feedfe", "cececece00", "feedfeed"})
    void aJavaKeystoreIsRecognizedByItsFirstFourBytes(String hex) {
        assertThat(StoredFormat.of(HexFormat.of().parseHex(hex)))
                .isEqualTo(hex.length() < 8 ? StoredFormat.UNKNOWN : StoredFormat.JAVA_KEYSTORE);
    }
}
