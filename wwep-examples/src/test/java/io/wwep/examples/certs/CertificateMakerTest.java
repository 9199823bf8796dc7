package io.wwep.examples.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.tls.Certificates;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateMakerTest {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");
    private static final List<CertificateName> NAMES =
            List.of(new CertificateName("wwep.local"), new CertificateName("::1"));
    private static final CertificateMaker MAKER = new CertificateMaker(KeyKind.EC, NOW, 30);

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int SIGN_CERTIFICATES = 5;
    private static final int SIGN_REVOCATIONS = 6;

    @Test
    void aRootSignsCertificatesAndNothingElse() throws Exception {
        X509Certificate root = MAKER.rootAuthority("Some root").certificate();

        assertThat(root.getBasicConstraints()).as("no authorities below").isZero();
        assertThat(usages(root)).containsExactlyInAnyOrder(SIGN_CERTIFICATES, SIGN_REVOCATIONS);
        assertThat(root.getExtendedKeyUsage()).isNull();
        assertThat(Certificates.isSelfSigned(root)).isTrue();
        root.verify(root.getPublicKey());
    }

    @Test
    void aServersCertificateIsForServersOfItsNames() throws Exception {
        Issued root = MAKER.rootAuthority("Some root");
        X509Certificate server = MAKER.server("Some server", NAMES, root).certificate();

        assertThat(server.getBasicConstraints()).as("no authority").isNegative();
        assertThat(usages(server)).containsExactly(DIGITAL_SIGNATURE);
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(Certificates.names(server)).containsExactly("wwep.local", "::1");
        server.verify(root.certificate().getPublicKey());
    }

    @Test
    void aClientsCertificateIsForClients() throws Exception {
        X509Certificate client =
                MAKER.client("Some client", MAKER.rootAuthority("Some root")).certificate();

        assertThat(client.getBasicConstraints()).isNegative();
        assertThat(usages(client)).containsExactly(DIGITAL_SIGNATURE);
        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(Certificates.names(client)).isEmpty();
    }

    @Test
    void aSelfSignedCertificateIsItsOwnAuthorityAndForServersAndClients() throws Exception {
        X509Certificate own = MAKER.selfSigned("Some server", NAMES).certificate();

        assertThat(own.getBasicConstraints()).isNotNegative();
        assertThat(usages(own)).containsExactlyInAnyOrder(DIGITAL_SIGNATURE, SIGN_CERTIFICATES);
        assertThat(own.getExtendedKeyUsage()).isNull();
        own.verify(own.getPublicKey());
    }

    @Test
    void anRsaKeyMayDecryptToo() {
        CertificateMaker rsa = new CertificateMaker(KeyKind.RSA, NOW, 30);

        assertThat(usages(rsa.selfSigned("Some server", NAMES).certificate())).contains(KEY_ENCIPHERMENT);
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void keysAndSignaturesAreOfTheKindAskedFor(KeyKind kind) {
        Issued issued = new CertificateMaker(kind, NOW, 30).selfSigned("Some server", NAMES);

        assertThat(KeyText.of(issued.key()))
                .isEqualTo(KeyText.of(issued.certificate().getPublicKey()));
        assertThat(List.of(KeyText.of(issued.key()), issued.certificate().getSigAlgName()))
                .isEqualTo(
                        switch (kind) {
                            case RSA -> List.of("RSA 2048", "SHA256withRSA");
                            case EC -> List.of("EC P-256", "SHA256withECDSA");
                            case ED25519 -> List.of("Ed25519", "Ed25519");
                        });
        assertThat(issued.toString()).isEqualTo("CN=Some server");
    }

    @Test
    void theyAreValidFromALittleBeforeForSoManyDays() {
        X509Certificate made = MAKER.selfSigned("Some server", NAMES).certificate();

        assertThat(made.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(made.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void serialNumbersAreLongPositiveAndNeverTheSame() {
        Issued root = MAKER.rootAuthority("Some root");
        Set<BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            serials.add(MAKER.client("Some client", root).certificate().getSerialNumber());
        }

        assertThat(serials).hasSize(20).allSatisfy(serial -> {
            assertThat(serial).isPositive();
            assertThat(serial.toByteArray()).hasSize(20);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "wwep.local", "*.lab.example", "IoT", "192.0.2.7", "::1", "fe80::1", "1a.2b"})
    void whatAClientCanAskForIsAName(String text) {
        assertThat(new CertificateName(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "wwep.local:40508",
                "[::1]",
                "wwep_local",
                "-a",
                "a-",
                "a..b",
                ".a",
                "a.",
                "1.2.3",
                "1.2.3.456",
                "*",
                "*.local",
                "a.*.local",
                "b\u00fccher.example",
                "https://a",
                "a,b",
                "fe80::1%eth0",
                "10.0.0.0/8"
            })
    void whatNoClientCanAskForIsRefused(String text) {
        assertThatThrownBy(() -> new CertificateName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no name for a server's certificate: give ");
    }

    private static Set<Integer> usages(X509Certificate certificate) {
        boolean[] usages = certificate.getKeyUsage();
        Set<Integer> set = new HashSet<>();
        for (int i = 0; i < usages.length; i++) {
            if (usages[i]) {
                set.add(i);
            }
        }
        return set;
    }
}
