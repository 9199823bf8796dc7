package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and keys as programs show and save them. */
class MaterialAsTextTest {

    private static final TestCertificate ROOT = TestCertificate.authority("Text root");
    private static final TestCertificate SERVER = TestCertificate.named("Text server")
            .rsa()
            .names("wwep.local")
            .addresses("127.0.0.1")
            .by(ROOT);

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenAsPemIsReadAgain() throws Exception {
        Path file = Files.writeString(
                folder.resolve("both.pem"),
                "Text before\n" + Pem.of(SERVER.certificate()) + Pem.of(SERVER.key()) + Pem.of(ROOT.certificate()));

        assertThat(Pem.types(file)).containsExactly("CERTIFICATE", "PRIVATE KEY", "CERTIFICATE");
        assertThat(Certificates.read(file)).containsExactly(SERVER.certificate(), ROOT.certificate());
        assertThat(PrivateKeys.read(file)).isEqualTo(SERVER.key());
        assertThat(Files.readAllLines(file)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
        assertThat(Pem.of(ROOT.certificate())).endsWith("\n-----END CERTIFICATE-----\n");
    }

    @Test
    void derHasNoBlocksAndIsReadAllTheSame() throws Exception {
        Path certificate =
                Files.write(folder.resolve("server.der"), SERVER.certificate().getEncoded());
        Path key = Files.write(folder.resolve("key.der"), SERVER.key().getEncoded());

        assertThat(Pem.types(certificate)).isEmpty();
        assertThat(Certificates.read(certificate)).containsExactly(SERVER.certificate());
        assertThat(PrivateKeys.read(key)).isEqualTo(SERVER.key());
        assertThat(PrivateKeys.isEncrypted(key)).isFalse();
    }

    @Test
    void aKeySaysWhetherItNeedsAPassword() throws Exception {
        assertThat(isEncrypted(Pem.of(SERVER.key()))).isFalse();
        assertThat(isEncrypted(TestPem.traditional(SERVER.key()))).isFalse();
        assertThat(isEncrypted(TestPem.pkcs8Encrypted(SERVER.key(), "sesame"))).isTrue();
        assertThat(isEncrypted(TestPem.traditionalEncrypted(SERVER.key(), "sesame")))
                .isTrue();
        assertThat(isEncrypted(Pem.of(SERVER.certificate()))).isFalse();
    }

    @Test
    void aKeyThatStaysInItsDeviceIsNoText() {
        PrivateKey inDevice = new PrivateKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getAlgorithm() {
                return "RSA";
            }

            @Override
            @SuppressWarnings("NullAway") // as the JDK says of such keys
            public String getFormat() {
                return null;
            }

            @Override
            @SuppressWarnings("NullAway") // as the JDK says of such keys
            public byte[] getEncoded() {
                return null;
            }
        };

        assertThatThrownBy(() -> Pem.of(inDevice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not leave the device");
    }

    @Test
    void aCertificateTellsItsNamesAndItsIssuers() {
        assertThat(Certificates.names(SERVER.certificate())).containsExactly("wwep.local", "127.0.0.1");
        assertThat(Certificates.names(ROOT.certificate())).isEmpty();
        assertThat(Certificates.commonName(ROOT.certificate())).isEqualTo("Text root");
        assertThat(Certificates.isSelfSigned(ROOT.certificate())).isTrue();
        assertThat(Certificates.isSelfSigned(SERVER.certificate())).isFalse();
        assertThat(Certificates.path(SERVER.certificate(), List.of(ROOT.certificate())))
                .containsExactly(SERVER.certificate(), ROOT.certificate());
        assertThat(Certificates.fingerprint(ROOT.certificate())).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::1", "::", "fe80::1", "2001:db8:0:1:1:1:1:1", "2001:db8::1:0:0:1", "10:0:10::", "127.0.0.1"})
    void anAddressIsNamedAsPeopleWriteIt(String address) {
        assertThat(Certificates.names(TestCertificate.named("Addressed")
                        .addresses(address)
                        .selfSigned()
                        .certificate()))
                .containsExactly(address);
    }

    private boolean isEncrypted(String pem) throws Exception {
        return PrivateKeys.isEncrypted(Files.writeString(folder.resolve("some.key"), pem));
    }
}
