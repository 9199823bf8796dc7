package io.wwep.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigningRequestTest {

    private static final IssuedCertificate LAB = IssuedCertificate.authority("My lab");
    private static final Duration YEAR = Duration.ofDays(365);

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aRequestCanBeWrittenAndReadBack(KeyKind kind) {
        KeyPair keys = kind.generate();
        SigningRequest request =
                IssuedCertificate.named("lamp").names("lamp.local", "::1").signingRequest(keys);

        SigningRequest read = SigningRequest.of("some text\n" + request.pem());

        assertThat(read).hasToString("request of CN=lamp");
        assertThat(read.names()).containsExactly("lamp.local", "0:0:0:0:0:0:0:1");
        assertThat(read.publicKey()).isEqualTo(keys.getPublic());
    }

    @Test
    void theCertificateHasTheRequestedKeyAndNamesButIsNotAnAuthority() throws Exception {
        KeyPair keys = KeyKind.EC.generate();
        SigningRequest request =
                IssuedCertificate.named("lamp").names("lamp.local").authority().signingRequest(keys);

        X509Certificate lamp = request.signedBy(LAB, YEAR);

        lamp.verify(LAB.certificate().getPublicKey());
        assertThat(lamp.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(lamp.getSubjectX500Principal().getName()).isEqualTo("CN=lamp");
        assertThat(lamp.getSubjectAlternativeNames()).containsExactly(List.of(2, "lamp.local"));
        assertThat(lamp.getBasicConstraints()).as("not an authority").isEqualTo(-1);
    }

    @Test
    void aCertificateDoesNotOutliveItsAuthority() {
        SigningRequest request = IssuedCertificate.named("lamp").signingRequest(KeyKind.EC.generate());

        assertThat(request.signedBy(LAB, YEAR).getNotAfter())
                .isEqualTo(LAB.certificate().getNotAfter());
        assertThat(request.signedBy(LAB, Duration.ofDays(1)).getNotAfter())
                .isBefore(LAB.certificate().getNotAfter());
    }

    @Test
    void aRequestSignedWithAnotherKeyIsRefused() {
        byte[] der = Base64.getMimeDecoder()
                .decode(IssuedCertificate.named("lamp")
                        .signingRequest(KeyKind.EC.generate())
                        .pem()
                        .replaceAll("-----[A-Z ]+-----", ""));
        int subject = new String(der, StandardCharsets.ISO_8859_1).indexOf("lamp");
        der[subject] = 'c';

        assertThatThrownBy(() -> SigningRequest.of(der))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not signed with its own key");
    }

    @Test
    void invalidRequestsAreRefused() {
        assertThatThrownBy(() -> SigningRequest.of(LAB.certificatePem()))
                .hasMessageContaining("BEGIN CERTIFICATE REQUEST");
        assertThatThrownBy(() -> SigningRequest.of(
                        "-----BEGIN CERTIFICATE REQUEST-----\nMAAA\n-----END CERTIFICATE REQUEST-----\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> SigningRequest.of(new byte[] {0x30, 2, 3})).hasMessageContaining("damaged");
    }
}
