package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and keys as text and PEM. */
class MaterialAsTextTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Text root");
    private static final IssuedCertificate SERVER = IssuedCertificate.named("Text server")
            .key(KeyKind.RSA)
            .names("wwep.local")
            .names("127.0.0.1")
            .issuedBy(ROOT);

    @TempDir
    private Path folder;

    @Test
    void writtenPemIsReadBack() throws Exception {
        Path file = Files.writeString(
                folder.resolve("both.pem"),
                "Text before\n" + PemText.of(SERVER.certificate()) + PemText.of(SERVER.key())
                        + PemText.of(ROOT.certificate()));

        assertThat(Pem.types(file)).containsExactly("CERTIFICATE", "PRIVATE KEY", "CERTIFICATE");
        assertThat(Certificates.read(file)).containsExactly(SERVER.certificate(), ROOT.certificate());
        assertThat(PrivateKeys.read(file)).isEqualTo(SERVER.key());
        assertThat(Files.readAllLines(file)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
        assertThat(PemText.of(ROOT.certificate())).endsWith("\n-----END CERTIFICATE-----\n");
    }

    @Test
    void derHasNoBlocksAndIsStillRead() throws Exception {
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
        assertThat(isEncrypted(PemText.of(SERVER.key()))).isFalse();
        assertThat(isEncrypted(PemText.traditional(SERVER.key()))).isFalse();
        assertThat(isEncrypted(PemText.encrypted(SERVER.key(), "sesame".toCharArray())))
                .isTrue();
        assertThat(isEncrypted(PemText.traditionalEncrypted(SERVER.key(), "sesame".toCharArray())))
                .isTrue();
        assertThat(isEncrypted(PemText.of(SERVER.certificate()))).isFalse();
    }

    @Test
    void aCertificateHasItsNamesAndItsIssuers() {
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
            strings = {
                "::1",
                "::",
                "fe80::1",
                "2001:db8:0:1:1:1:1:1",
                "2001:db8::1:0:0:1",
                "2001:0:0:1::1",
                "10:0:10::",
                "127.0.0.1"
            })
    void anAddressIsShownInItsUsualForm(String address) {
        assertThat(Certificates.names(IssuedCertificate.named("Addressed")
                        .names(address)
                        .selfSigned()
                        .certificate()))
                .containsExactly(address);
    }

    private boolean isEncrypted(String pem) throws Exception {
        return PrivateKeys.isEncrypted(Files.writeString(folder.resolve("some.key"), pem));
    }
}
