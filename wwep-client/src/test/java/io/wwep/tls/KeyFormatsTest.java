package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from openssl, OpenSSH and other programs are read, or rejected with their format and a remedy. */
class KeyFormatsTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Formats root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);
    private static final char[] PASSWORD = "sesame".toCharArray();

    /** An unencrypted key, and a certificate for it. */
    private record Plain(String key, String certificate) {}

    /** By what openssl makes them of: an RSA key takes long to generate, and only its format is the point here. */
    private static final Map<String, Plain> PLAIN = new HashMap<>();

    @TempDir
    private Path folder;

    private Path certificate() {
        return folder.resolve("own.pem");
    }

    private Path key() {
        return folder.resolve("KEY");
    }

    /** Writes an unencrypted key of a kind and a certificate for it, which all tests share. */
    private void makePlain(String kind) throws Exception {
        Plain plain = PLAIN.get(kind);
        if (plain == null) {
            Files.writeString(folder.resolve("root.pem"), ROOT.certificatePem());
            Files.writeString(folder.resolve("root.key"), ROOT.keyPem());
            openssl("genpkey -out PLAIN -algorithm " + kind);
            openssl("req -x509 -new -subj /CN=client -days 2 -key PLAIN -CA root.pem -CAkey root.key -out own.pem");
            PLAIN.put(kind, new Plain(Files.readString(folder.resolve("PLAIN")), Files.readString(certificate())));
        } else {
            Files.writeString(folder.resolve("PLAIN"), plain.key());
            Files.writeString(certificate(), plain.certificate());
        }
    }

    private void openssl(String command) throws Exception {
        OpenSsl.run(folder, command);
    }

    private void assertAcceptedByAServer() throws Exception {
        WwepTls tls = WwepTls.trustingPem(ROOT.certificatePem()).identity(certificate(), key(), PASSWORD);
        try (TlsPeer peer = new TlsPeer(SERVER, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
            peer.talk(tls, "wwep.local");
            assertThat(peer.seen().clientSubject()).isEqualTo("CN=client");
        }
    }

    private void assertRejected(String... words) {
        assertThatThrownBy(() -> WwepTls.trustingPem(ROOT.certificatePem()).identity(certificate(), key(), PASSWORD))
                .isInstanceOf(TlsMaterialException.class)
                .message()
                .contains(key().toString())
                .contains(words)
                .doesNotContain("password is wrong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aes-256-cbc",
                "aes-256-cfb",
                "aes-128-ofb",
                "aria-256-cbc",
                "aria-128-cfb",
                "camellia-256-cbc",
                "camellia-128-ofb",
                "des3",
                "sm4-cbc"
            })
    void pkcs8WithEveryCipherIsRead(String cipher) throws Exception {
        makePlain("RSA");
        openssl("pkcs8 -topk8 -v2 " + cipher + " -passout pass:sesame -in PLAIN -out KEY");
        assertAcceptedByAServer();
    }

    @ParameterizedTest
    @ValueSource(strings = {"des-cbc", "rc2-cbc", "bf-cbc", "cast5-cbc", "seed-cbc"})
    void pkcs8WithEveryOldCipherIsRead(String cipher) throws Exception {
        makePlain("RSA");
        openssl("pkcs8 -topk8 -provider legacy -provider default -v2 " + cipher
                + " -passout pass:sesame -in PLAIN -out KEY");
        assertAcceptedByAServer();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hmacWithSHA1", "hmacWithSHA256", "hmacWithSHA512", "hmacWithSHA512-256", "hmacWithSHA512-224"})
    void pkcs8WithEveryPseudorandomFunctionIsRead(String function) throws Exception {
        makePlain("EC -pkeyopt ec_paramgen_curve:P-256");
        openssl("pkcs8 -topk8 -v2 aes-128-cbc -v2prf " + function + " -passout pass:sesame -in PLAIN -out KEY");
        assertAcceptedByAServer();
    }

    @Test
    void pkcs8WithScryptIsRead() throws Exception {
        makePlain("RSA");
        openssl("pkcs8 -topk8 -scrypt -passout pass:sesame -in PLAIN -out KEY");
        assertAcceptedByAServer();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aria256", "camellia256", "aes256", "des3", "aes-128-cfb"})
    void theTraditionalFormatWithEveryCipherIsRead(String cipher) throws Exception {
        makePlain("RSA");
        openssl("rsa -traditional -" + cipher + " -passout pass:sesame -in PLAIN -out KEY");
        assertThat(Files.readString(key())).contains("DEK-Info");
        assertAcceptedByAServer();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, rsa -traditional -outform DER -in PLAIN -out KEY",
        "EC -pkeyopt ec_paramgen_curve:P-256, ec -outform DER -in PLAIN -out KEY",
        "RSA, pkcs8 -topk8 -outform DER -nocrypt -in PLAIN -out KEY",
        "RSA, pkcs8 -topk8 -outform DER -passout pass:sesame -in PLAIN -out KEY",
        "RSA-PSS, pkcs8 -topk8 -nocrypt -in PLAIN -out KEY",
        "ed448, pkcs8 -topk8 -nocrypt -in PLAIN -out KEY",
    })
    void derInEveryFormatIsRead(String kind, String command) throws Exception {
        makePlain(kind);
        openssl(command);
        assertAcceptedByAServer();
        assertThat(PrivateKeys.isEncrypted(key())).isEqualTo(command.contains("sesame"));
    }

    @Test
    void programsReadAnEncryptedKeyWithItsPassword() throws Exception {
        makePlain("RSA");
        openssl("pkcs8 -topk8 -passout pass:sesame -in PLAIN -out KEY");
        PrivateKey encrypted = PrivateKeys.read(key(), "sesame".toCharArray());
        openssl("pkcs8 -topk8 -nocrypt -in PLAIN -out KEY");
        assertThat(encrypted).isEqualTo(PrivateKeys.read(key()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
    void anOpenSshKeyIsRead(String kind) throws Exception {
        OpenSsl.runTool("ssh-keygen", folder, "-q -t " + kind + " -N '' -f KEY");
        assertThat(Files.readString(key())).contains("BEGIN OPENSSH PRIVATE KEY");
        assertThat(PrivateKeys.isEncrypted(key())).isFalse();
        assertThat(PrivateKeys.read(key()).getAlgorithm()).isIn("RSA", "EC", "EdDSA");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa, ssh-keygen -p -m PEM -f COPY",
        "ecdsa, ssh-keygen -p -m PEM -f COPY",
        "ed25519, ssh-keygen -p -N | -f COPY"
    })
    void anEncryptedOpenSshKeyIsNamedWithWhatConvertsIt(String kind, String given) throws Exception {
        String command = given.replace("|", "''");
        makePlain("RSA");
        OpenSsl.runTool("ssh-keygen", folder, "-q -t " + kind + " -N sesame -f KEY");
        assertThat(PrivateKeys.isEncrypted(key())).isTrue();
        assertRejected("encrypted OpenSSH key", command);
        assertThat(PrivateKeys.obstacleToDecryption(key()))
                .hasValueSatisfying(obstacle -> assertThat(obstacle).contains("encrypted OpenSSH key"));
        String asked = command.contains("-m PEM") ? " -N sesame" : "";
        OpenSsl.runTool(
                "ssh-keygen",
                folder,
                command.substring("ssh-keygen ".length()).replace("COPY", "KEY -P sesame" + asked));
        assertThat(PrivateKeys.read(key(), PASSWORD).getAlgorithm()).isIn("RSA", "EC", "EdDSA");
        assertThat(PrivateKeys.obstacleToDecryption(key())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v2 rc4", "-v1 PBE-SHA1-RC4-128", "-v1 PBE-MD5-DES"})
    void aKeyOfALegacyCipherIsReadOrConverted(String options) throws Exception {
        makePlain("RSA");
        openssl("pkcs8 -topk8 -provider legacy -provider default " + options
                + " -passout pass:sesame -in PLAIN -out KEY");
        assertThat(PrivateKeys.obstacleToDecryption(key())).isEmpty();
        assertAcceptedByAServer();
    }

    @ParameterizedTest
    @CsvSource({
        "secp256k1, EC secp256k1",
        "brainpoolP256r1, EC brainpoolP256r1",
        "brainpoolP384t1, EC brainpoolP384t1",
        "prime192v1, EC P-192",
        "secp224r1, EC P-224",
        "sect283k1, EC K-283",
        "c2tnb191v1, EC c2tnb191v1",
        "SM2, EC SM2",
        "prime256v1 -pkeyopt ec_param_enc:explicit, EC with explicit parameters",
    })
    void aKeyOnACurveThatJavaCannotUseIsNamed(String curve, String name) throws Exception {
        makePlain("RSA");
        openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:" + curve + " -out KEY");
        assertRejected("has a key of " + name, "which Java's TLS cannot use", "ec_paramgen_curve:P-256");
        openssl("ec -in KEY -out SEC1");
        Files.move(folder.resolve("SEC1"), key(), StandardCopyOption.REPLACE_EXISTING);
        assertRejected("has a key of " + name, "which Java's TLS cannot use", "ec_paramgen_curve:P-256");
    }

    @ParameterizedTest
    @CsvSource({"X25519, X25519", "X448, X448"})
    void aKeyThatCannotSignIsNamed(String kind, String name) throws Exception {
        makePlain("RSA");
        openssl("genpkey -algorithm " + kind + " -out KEY");
        assertRejected("is of the kind " + name, "RSA, EC and Ed25519", "ec_paramgen_curve:P-256");
    }

    @Test
    void aDsaKeyIsNamed() throws Exception {
        makePlain("RSA");
        openssl("dsaparam -genkey -noout -out DSA 1024");
        openssl("pkey -in DSA -out KEY");
        assertRejected("is of the kind DSA", "ec_paramgen_curve:P-256");
        openssl("dsa -in DSA -outform DER -out KEY");
        assertRejected("is of the kind DSA", "ec_paramgen_curve:P-256");
    }

    @Test
    void anUnknownEncryptionIsNamedWithHowToConvertIt() throws Exception {
        makePlain("RSA");
        openssl("pkcs8 -topk8 -v2 aes-256-cbc -outform DER -passout pass:sesame -in PLAIN -out KEY");
        // Changes the last arc of the cipher's OID to an unassigned one.
        String der = Files.readString(key(), StandardCharsets.ISO_8859_1);
        Files.writeString(key(), der.replace("\3\4\1*", "\3\4\1w"), StandardCharsets.ISO_8859_1);
        assertRejected("the cipher 2.16.840.1.101.3.4.1.119, which is not known here", "-v2 aes-256-cbc -inform DER");
        assertThat(PrivateKeys.obstacleToDecryption(key()))
                .hasValueSatisfying(obstacle ->
                        assertThat(obstacle).contains("which is not known here", "-provider legacy -provider default"));
        Files.writeString(key(), PemText.block("ENCRYPTED PRIVATE KEY", Files.readAllBytes(key())));
        assertRejected("which is not known here", "-v2 aes-256-cbc -in " + key());
    }

    @Test
    void aWrongPasswordIsReportedAsWrong() throws Exception {
        makePlain("RSA");
        for (String options : new String[] {"-v2 aria-256-cbc", "-v2 aes-256-cfb", "-scrypt", "-v1 PBE-SHA1-3DES"}) {
            openssl("pkcs8 -topk8 " + options + " -passout pass:other -in PLAIN -out KEY");
            assertThatThrownBy(
                            () -> WwepTls.trustingPem(ROOT.certificatePem()).identity(certificate(), key(), PASSWORD))
                    .isInstanceOf(TlsMaterialException.class)
                    .hasMessageContaining("the password is wrong");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs8 -topk8 -nocrypt",
                "ec",
                "ec -aes256 -passout pass:sesame",
                "pkcs8 -topk8 -passout pass:sesame"
            })
    void aKeyIsReadInEveryLayout(String format) throws Exception {
        makePlain("EC -pkeyopt ec_paramgen_curve:P-256");
        openssl(format + " -in PLAIN -out KEY");
        String pem = Files.readString(key());
        String[] layouts = {
            pem.replaceAll("(?m)^", "    "),
            pem.replace("\n", "\r\n"),
            pem.replace("\n", " "),
            pem.contains("DEK-Info") ? pem : pem.replace("\n", ""),
            pem.replace("\n", "\\n"),
            "{\"key\": \"" + pem.replace("\n", "\\n").replace("/", "\\/").replace("=", "\\u003d") + "\"}",
            "key: \"" + pem.replace("\n", "\\\\n") + "\"",
        };
        for (String layout : layouts) {
            Files.writeString(key(), layout);
            assertAcceptedByAServer();
        }
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            Files.writeString(key(), pem, charset);
            assertAcceptedByAServer();
        }
    }

    @Test
    void aKeystoreInsteadOfAKeyIsNamedWithHowToConvertIt() throws Exception {
        makePlain("RSA");
        openssl("pkcs12 -export -passout pass:sesame -inkey PLAIN -in own.pem -out KEY");
        assertRejected("is a PKCS#12 keystore", "openssl pkcs12 -in " + key() + " -nocerts -nodes -out");
    }

    @Test
    void anRsaKeyTooShortForJavaIsNamed() throws Exception {
        makePlain("RSA");
        openssl("genrsa -traditional -out KEY 512");
        assertRejected("is not that of the certificate client", "RSA 512", "RSA 2048");
    }

    @ParameterizedTest
    @CsvSource({
        "AES-256-CBC, 32, 16",
        "AES-128-CFB, 16, 16",
        "DES-CBC, 8, 8",
        "DES-EDE-CBC, 16, 8",
        "DES-EDE3-CBC, 24, 8",
        "BF-CBC, 16, 8",
        "RC2-40-CBC, 5, 8",
        "SM4-CBC, 16, 16"
    })
    void theSizesOfACipherFollowFromItsName(String name, int keyBytes, int blockBytes) {
        assertThat(KeyCipher.ofName(name))
                .returns(keyBytes, KeyCipher::keyBytes)
                .returns(blockBytes, KeyCipher::blockBytes);
    }

    @ParameterizedTest
    @CsvSource({
        "'DES-EDE3-CBC,0123456789ABCDEFFEDC', 0123456789ABCDEF, FEDC",
        "'AES-128-CBC,00112233445566778899AABBCCDDEEFF x', 00112233445566778899AABBCCDDEEFF, ' x'",
        "'ROT13-CBC,0123 x', 0123, ' x'",
        "'ROT13-CBC,01234 x', 0123, '4 x'"
    })
    void theVectorOfAKeyEndsWithTheCiphersBlock(String info, String vector, String body) {
        EncryptedKey key =
                EncryptedKey.of(new Pem.Block("RSA PRIVATE KEY", 1, 1, "Proc-Type: 4,ENCRYPTED DEK-Info: " + info));
        assertThat(key).isEqualTo(new EncryptedKey(info.substring(0, info.indexOf(',')), vector, body));
    }
}
