package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted keys whose parameters are out of the ordinary. */
class KeyDecryptionTest {

    private static final char[] PASSWORD = "sesame".toCharArray();
    private static final byte[] SALT = new byte[16];
    private static final int TOO_MANY = 10_000_001;
    private static final ASN1Encodable VECTOR = new DEROctetString(new byte[16]);

    @TempDir
    private Path folder;

    private static AlgorithmIdentifier pbes2(KeyDerivationFunc function, ASN1Encodable vector) {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2,
                new PBES2Parameters(function, new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, vector)));
    }

    private static KeyDerivationFunc pbkdf2(int iterations) {
        return new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, iterations));
    }

    private static KeyDerivationFunc scrypt(int cost) {
        return new KeyDerivationFunc(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11"), new DERSequence(new ASN1Encodable[] {
                    new DEROctetString(SALT), new ASN1Integer(cost), new ASN1Integer(8), new ASN1Integer(1)
                }));
    }

    private static AlgorithmIdentifier encryption(String kind) {
        return switch (kind) {
            case "PBKDF2" -> pbes2(pbkdf2(TOO_MANY), VECTOR);
            case "scrypt" -> pbes2(scrypt(1 << 20), VECTOR);
            case "PKCS#12" ->
                new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, new PKCS12PBEParams(SALT, TOO_MANY));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private Path encrypted(AlgorithmIdentifier encryption) throws IOException {
        byte[] der = new EncryptedPrivateKeyInfo(encryption, new byte[32]).getEncoded();
        return Files.writeString(folder.resolve("KEY"), PemText.block("ENCRYPTED PRIVATE KEY", der));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PBKDF2", "scrypt", "PKCS#12"})
    void aKeyThatWouldTakeMinutesIsNotDecrypted(String kind) throws Exception {
        Path key = encrypted(encryption(kind));
        assertThatThrownBy(() -> PrivateKeys.read(key, PASSWORD))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("it would take too long to decrypt it; convert it: openssl pkcs8 -topk8");
    }

    @Test
    void aKeyWithoutItsVectorIsDamaged() throws Exception {
        Path key = encrypted(pbes2(pbkdf2(1), new DERSequence()));
        assertThatThrownBy(() -> PrivateKeys.read(key, PASSWORD))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("is damaged: how it is encrypted cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
    void aPasswordThatIsNotAsciiIsTriedInBothEncodings(String charset) throws Exception {
        PrivateKey plain = KeyKind.EC.generate().getPrivate();
        Files.writeString(folder.resolve("PLAIN"), PemText.of(plain), StandardCharsets.US_ASCII);
        Files.write(folder.resolve("PASSWORD"), "sésame".getBytes(charset));
        OpenSsl.run(folder, "pkcs8 -topk8 -v2 aes-256-cbc -passout file:PASSWORD -in PLAIN -out KEY");
        assertThat(PrivateKeys.read(folder.resolve("KEY"), "sésame".toCharArray()))
                .isEqualTo(plain);
    }
}
