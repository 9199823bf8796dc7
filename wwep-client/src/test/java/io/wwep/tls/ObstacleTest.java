package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.wwep.tls.OddCertificate.Made;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.OptionalAssert;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs are told about a certificate before anyone connects. */
class ObstacleTest {

    private static final KeyPair KEYS = OddCertificate.keys("secp256r1");
    private static final KeyPair RSA_KEYS = OddCertificate.keys("2048");
    private static final Made ROOT =
            OddCertificate.of("CN=root", KEYS).authority().selfSigned();

    private static OddCertificate server() {
        return OddCertificate.of("CN=server", KEYS);
    }

    private static OptionalAssert<String> obstacleForServer(OddCertificate server) {
        return assertThat(Certificates.obstacleForServer(server.by(ROOT).certificate()));
    }

    private static void assertText(OptionalAssert<String> obstacle, String text) {
        if (text.equals("none")) {
            obstacle.isEmpty();
        } else {
            obstacle.get(STRING).contains(text);
        }
    }

    @Test
    void aServersOrdinaryCertificateHasNone() {
        obstacleForServer(server()).isEmpty();
    }

    @Test
    void aServersCertificateForClientsIsNamed() {
        assertText(obstacleForServer(server().purposes(KeyPurposeId.id_kp_clientAuth)), "is for TLS clients only");
    }

    @Test
    void purposesThatCannotBeReadAreNamed() throws Exception {
        X509Certificate odd = server().with(Extension.extendedKeyUsage, false, DERNull.INSTANCE)
                .by(ROOT)
                .certificate();
        X509Certificate strict = (X509Certificate) CertificateFactory.getInstance("X.509", OddCertificate.PROVIDER)
                .generateCertificate(new ByteArrayInputStream(odd.getEncoded()));
        assertText(assertThat(Certificates.obstacleForServer(strict)), "has an extendedKeyUsage that cannot be read");
    }

    private static byte[] ecdsa(int... bits) throws IOException {
        return new DERSequence(Arrays.stream(bits)
                        .mapToObj(each ->
                                new ASN1Integer(BigInteger.ONE.shiftLeft(each).subtract(BigInteger.ONE)))
                        .toArray(ASN1Encodable[]::new))
                .getEncoded();
    }

    @ParameterizedTest
    @CsvSource({
        "256, 256, none",
        "225,   1, none",
        "  1, 225, none",
        "224, 224, an EC key of 224 bits or less",
        "  1, 193, an EC key of 224 bits or less",
        "192, 100, an EC key of 192 bits or less",
        " 97,   1, an EC key of 128 bits or less"
    })
    void theNumbersOfAnEcdsaSignatureShowAKeyThatIsTooShort(int first, int second, String text) throws Exception {
        assertText(obstacleForServer(server().forged("SHA256withECDSA", ecdsa(first, second))), text);
    }

    @Test
    void anEcdsaSignatureWithoutNumbersShowsNothing() {
        obstacleForServer(server().forged("SHA256withECDSA", new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SHA256withRSA, 0, none", "SHA256withRSA, 1, an RSA key of", "Ed25519, 1, none"})
    void theLengthOfAnRsaSignatureShowsAKeyThatIsTooShort(String algorithm, int missing, String text) {
        int least = DisabledAlgorithms.minimumBits("RSA").orElseThrow() / Byte.SIZE;
        assertText(obstacleForServer(server().forged(algorithm, new byte[least - missing])), text);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  RSA, " + KeyUsage.keyEncipherment + ", true",
        "true,  RSA, " + KeyUsage.cRLSign + ", false",
        "true,  EC,  " + KeyUsage.keyEncipherment + ", false",
        "false, RSA, " + KeyUsage.keyEncipherment + ", false"
    })
    void onlyAServersRsaKeyThatMayDecryptHasOldSuites(boolean server, String kind, int usage, boolean suites) {
        X509Certificate certificate = OddCertificate.of("CN=peer", kind.equals("RSA") ? RSA_KEYS : KEYS)
                .usage(usage)
                .by(ROOT)
                .certificate();
        String text = CertificateRules.againstPeer(certificate, server).orElseThrow();
        assertThat(text.contains("all but the old TLS_RSA_... suites"))
                .as(text)
                .isEqualTo(suites && !DisabledAlgorithms.includesStaticRsa());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA 2048, '', 2048, none",
        "RSA 1024, '', 1024, none",
        "RSA 1023, '', 1023, 'has a key of RSA 1023, which is too short: Java requires 1024 bits'",
        "X25519, '', 0, 'has a key of X25519, which cannot sign'",
        "Ed25519, '', 0, none",
        "EC P-256, P-256, 0, none",
        "EC P-224, P-224, 0, 'has a key of EC P-224, which Java''s TLS cannot use'"
    })
    void aKeyIsJudgedByItsKindAndLength(String name, String curve, int bits, String text) {
        String limits = "MD5, EC keySize < 224, RSA keySize < 1024";
        KeyDescription key = new KeyDescription(name, curve, bits);
        assertText(assertThat(SecurityProperty.during("jdk.certpath.disabledAlgorithms", limits, key::obstacle)), text);
    }

    /** A key that cannot leave its token. */
    private static final class TokenKey implements ECKey, PrivateKey {

        private static final long serialVersionUID = 1;

        @Override
        public ECParameterSpec getParams() {
            return ((ECKey) KEYS.getPrivate()).getParams();
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway") // by its contract, as a token does
        public byte[] getEncoded() {
            return null;
        }
    }

    @Test
    void aKeyInATokenIsDescribedByTheBitsOfItsCurve() {
        assertThat(KeyDescription.of(new TokenKey())).hasToString("EC of 256 bits");
    }

    @Test
    void anAuthorityHasNone() {
        assertThat(Certificates.obstacleForAuthority(ROOT.certificate())).isEmpty();
    }

    @Test
    void aCertificateThatIsNoAuthorityIsNamed() {
        assertText(
                assertThat(Certificates.obstacleForAuthority(server().by(ROOT).certificate())),
                "is not a certificate authority");
    }

    @Test
    void anAuthoritysShortKeyIsNamed() {
        Made weak = OddCertificate.of("CN=weak", OddCertificate.keys("512"))
                .authority()
                .selfSigned();
        assertText(assertThat(Certificates.obstacleForAuthority(weak.certificate())), "has a key of RSA 512");
    }

    private static X509Certificate issuer(String kind) {
        OddCertificate root = OddCertificate.of("CN=root", KEYS);
        return switch (kind) {
            case "right" -> ROOT.certificate();
            case "recreated" ->
                OddCertificate.of("CN=root").authority().selfSigned().certificate();
            case "other" ->
                OddCertificate.of("CN=other").authority().selfSigned().certificate();
            case "plain" -> root.selfSigned().certificate();
            case "lowest" ->
                root.with(Extension.basicConstraints, true, new BasicConstraints(0))
                        .selfSigned()
                        .certificate();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "right, none",
        "lowest, none",
        "other, none",
        "recreated, 'CN=server was not signed by the trusted CN=root, though it says so'",
        "plain, 'CN=root, which signed CN=server, is not a certificate authority'",
        "other recreated, though it says so",
        "recreated plain, though it says so",
        "recreated right, none",
        "right recreated, none"
    })
    void theIssuersOfACertificateAreJudgedTogether(String issuers, String text) {
        List<X509Certificate> trusted =
                Arrays.stream(issuers.split(" ", -1)).map(ObstacleTest::issuer).toList();
        assertText(assertThat(Certificates.obstacleOfIssuer(server().by(ROOT).certificate(), trusted)), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_RSA_*", "SSLv3, TLS_RSA_WITH_AES_128_CBC_SHA"})
    void suitesThatThisJavaHasSwitchedOffAreNotMentioned(String disabled) {
        X509Certificate certificate = OddCertificate.of("CN=peer", RSA_KEYS)
                .usage(KeyUsage.keyEncipherment)
                .by(ROOT)
                .certificate();
        assertThat(SecurityProperty.during(
                        "jdk.tls.disabledAlgorithms",
                        disabled,
                        () -> CertificateRules.againstPeer(certificate, true).orElseThrow()))
                .doesNotContain("TLS_RSA_");
    }
}
