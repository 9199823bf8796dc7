package io.wwep.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PemTextTest {

    private static final IssuedCertificate OWN = IssuedCertificate.authority("Text root");

    @Test
    void aCertificateCanBeReadBack() throws Exception {
        String pem = PemText.of(OWN.certificate());

        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(OWN.certificate());
        assertThat(pem)
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("\n-----END CERTIFICATE-----\n")
                .doesNotContain("\r");
        assertThat(pem.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aKeyIsPkcs8(KeyKind kind) {
        PrivateKey key = kind.generate().getPrivate();
        String pem = PemText.of(key);

        assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("\n-----END PRIVATE KEY-----\n");
        assertThat(Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", "")))
                .isEqualTo(key.getEncoded());
    }

    @ParameterizedTest
    @EnumSource(names = {"EC", "RSA", "EC_P384"})
    void aTraditionalKeyShowsItsKindAndEncryption(KeyKind kind) {
        PrivateKey key = kind.generate().getPrivate();
        String begin = "-----BEGIN " + key.getAlgorithm() + " PRIVATE KEY-----\n";

        assertThat(PemText.traditional(key)).startsWith(begin).doesNotContain("ENCRYPTED", "\r");
        assertThat(PemText.traditionalEncrypted(key, "sesame".toCharArray()))
                .startsWith(begin + "Proc-Type: 4,ENCRYPTED\n")
                .doesNotContain("\r");
    }

    @Test
    void anEncryptedKeyIsLabeledAsSuch() {
        assertThat(PemText.encrypted(OWN.key(), "sesame".toCharArray()))
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
                .doesNotContain("\r");
    }

    @Test
    void aKeyWithoutATraditionalFormatIsRefused() {
        PrivateKey key = KeyKind.ED25519.generate().getPrivate();

        assertThatThrownBy(() -> PemText.traditional(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Ed25519 keys have no traditional format", "PKCS#8");
        assertThatThrownBy(() -> PemText.traditionalEncrypted(key, "sesame".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyPasswordIsRefused() {
        assertThatThrownBy(() -> PemText.encrypted(OWN.key(), new char[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty password");
        assertThatThrownBy(() -> PemText.traditionalEncrypted(OWN.key(), new char[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyThatCannotBeExportedIsRefused() {
        PrivateKey inDevice = new PrivateKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getAlgorithm() {
                return "RSA";
            }

            @Override
            @SuppressWarnings("NullAway") // as the JDK specifies for such keys
            public String getFormat() {
                return null;
            }

            @Override
            @SuppressWarnings("NullAway") // as the JDK specifies for such keys
            public byte[] getEncoded() {
                return null;
            }
        };

        assertThatThrownBy(() -> PemText.of(inDevice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be exported");
    }
}
