package io.wwep.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateBuilderTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Some root");

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int SIGN_CERTIFICATES = 5;
    private static final int SIGN_REVOCATIONS = 6;

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String AUTHORITY_KEY = "2.5.29.35";

    @Test
    void aRootOnlySignsCertificates() throws Exception {
        X509Certificate root =
                IssuedCertificate.named("Some root").authority(0).selfSigned().certificate();

        assertThat(root.getBasicConstraints()).as("no authorities below").isZero();
        assertThat(usages(root)).containsExactlyInAnyOrder(SIGN_CERTIFICATES, SIGN_REVOCATIONS);
        assertThat(root.getExtendedKeyUsage()).isNull();
        assertThat(root.getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        root.verify(root.getPublicKey());
    }

    @Test
    void anUnlimitedAuthorityHasNoPathLength() {
        assertThat(ROOT.certificate().getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(usages(ROOT.certificate())).containsExactlyInAnyOrder(SIGN_CERTIFICATES, SIGN_REVOCATIONS);
    }

    @Test
    void aServerCertificateHasItsNamesAndPurpose() throws Exception {
        X509Certificate server = server().forServers().issuedBy(ROOT).certificate();

        assertThat(server.getBasicConstraints()).as("not an authority").isNegative();
        assertThat(usages(server)).containsExactly(DIGITAL_SIGNATURE);
        assertThat(server.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
        assertThat(names(server)).containsExactly("wwep.local", "0:0:0:0:0:0:0:1");
        server.verify(ROOT.certificate().getPublicKey());
    }

    @Test
    void aClientCertificateHasItsPurpose() throws Exception {
        X509Certificate client = IssuedCertificate.named("Some client")
                .forClients()
                .issuedBy(ROOT)
                .certificate();

        assertThat(client.getBasicConstraints()).isNegative();
        assertThat(usages(client)).containsExactly(DIGITAL_SIGNATURE);
        assertThat(client.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
        assertThat(names(client)).isEmpty();
    }

    @Test
    void byDefaultACertificateIsForServersAndClients() throws Exception {
        assertThat(server().issuedBy(ROOT).certificate().getExtendedKeyUsage()).isNull();
        assertThat(server().forServers()
                        .forClients()
                        .issuedBy(ROOT)
                        .certificate()
                        .getExtendedKeyUsage())
                .containsExactly(SERVER_AUTH, CLIENT_AUTH);
    }

    @Test
    void aSelfSignedCertificateIsItsOwnAuthorityAndForServersAndClients() throws Exception {
        X509Certificate own = server().selfSigned().certificate();

        assertThat(own.getBasicConstraints()).isNotNegative();
        assertThat(usages(own)).containsExactlyInAnyOrder(DIGITAL_SIGNATURE, SIGN_CERTIFICATES);
        assertThat(own.getExtendedKeyUsage()).isNull();
        own.verify(own.getPublicKey());
    }

    @Test
    void aSelfSignedCertificateCanBeAnEndEntity() {
        X509Certificate own = server().endEntity().selfSigned().certificate();

        assertThat(own.getBasicConstraints()).isNegative();
        assertThat(usages(own)).containsExactly(DIGITAL_SIGNATURE);
    }

    @Test
    void anRsaKeyMayAlsoDecrypt() {
        assertThat(usages(server().key(KeyKind.RSA).selfSigned().certificate()))
                .containsExactlyInAnyOrder(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, SIGN_CERTIFICATES);
    }

    @Test
    void aBareCertificateHasNoKeyUsage() {
        X509Certificate bare = server().bare().issuedBy(ROOT).certificate();
        X509Certificate authority = IssuedCertificate.named("Old root")
                .authority()
                .bare()
                .selfSigned()
                .certificate();

        assertThat(bare.getCriticalExtensionOIDs()).isEmpty();
        assertThat(bare.getNonCriticalExtensionOIDs()).containsExactly(ALTERNATIVE_NAMES);
        assertThat(authority.getCriticalExtensionOIDs()).containsExactly(BASIC_CONSTRAINTS);
        assertThat(authority.getNonCriticalExtensionOIDs()).isEmpty();
    }

    @Test
    void keyIdentifiersLinkACertificateToItsIssuer() {
        X509Certificate certificate = server().issuedBy(ROOT).certificate();

        // The last 20 bytes of both extensions are the identifier.
        assertThat(lastBytes(certificate, AUTHORITY_KEY)).isEqualTo(lastBytes(ROOT.certificate(), SUBJECT_KEY));
        assertThat(lastBytes(certificate, SUBJECT_KEY)).isNotEqualTo(lastBytes(certificate, AUTHORITY_KEY));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void keysAndSignaturesHaveTheRequestedKind(KeyKind kind) {
        IssuedCertificate issued = server().key(kind).selfSigned();

        assertThat(KeyText.of(issued.key()))
                .isEqualTo(KeyText.of(issued.certificate().getPublicKey()));
        assertThat(List.of(KeyText.of(issued.key()), issued.certificate().getSigAlgName()))
                .isEqualTo(
                        switch (kind) {
                            case RSA -> List.of("RSA 2048", "SHA256withRSA");
                            case EC -> List.of("EC P-256", "SHA256withECDSA");
                            case EC_P384 -> List.of("EC P-384", "SHA384withECDSA");
                            case EC_P521 -> List.of("EC P-521", "SHA512withECDSA");
                            case ED25519 -> List.of("Ed25519", "Ed25519");
                        });
        assertThat(issued.toString()).isEqualTo("CN=Some server");
    }

    @Test
    void eachCertificateHasANewKeyUnlessOneIsGiven() {
        CertificateBuilder builder = server();
        KeyPair given = KeyKind.EC.generate();

        assertThat(builder.issuedBy(ROOT).key())
                .isNotEqualTo(builder.issuedBy(ROOT).key());
        assertThat(builder.keys(given).issuedBy(ROOT).key()).isEqualTo(given.getPrivate());
        assertThat(builder.issuedBy(ROOT).certificate().getPublicKey()).isEqualTo(given.getPublic());
    }

    @ParameterizedTest
    @CsvSource({
        "EC, EC, EC P-256, EC P-256",
        "EC, EC_P384, EC P-256, EC P-384",
        "RSA, RSA, RSA 2048, RSA 2048",
        "RSA, EC, RSA 2048, EC P-256",
        "ED25519, ED25519, Ed25519, Ed25519",
        "EC, ED25519, EC P-256, Ed25519",
    })
    void keysThatDoNotMatchAreRefused(KeyKind one, KeyKind other, String privateKey, String publicKey) {
        KeyPair mixed = new KeyPair(other.generate().getPublic(), one.generate().getPrivate());

        assertThatThrownBy(() -> server().keys(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the private key " + privateKey + " does not belong to the public key " + publicKey
                        + ": give the two that were generated together");
        assertThatThrownBy(() -> server().signingRequest(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong to the public key " + publicKey);
    }

    @Test
    void keysThatCannotSignAreComparedByAlgorithm() throws Exception {
        KeyPair agreement = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        KeyPair mixed = new KeyPair(KeyKind.EC.generate().getPublic(), agreement.getPrivate());

        assertThat(server().keys(agreement).issuedBy(ROOT).keys()).isEqualTo(agreement);
        assertThatThrownBy(() -> server().keys(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong to the public key EC P-256");
    }

    @Test
    void aGivenKeySignsWithItsOwnAlgorithm() throws Exception {
        KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();

        assertThat(server().keys(ed448).selfSigned().certificate().getSigAlgName())
                .isEqualTo("Ed448");
    }

    @Test
    void anOutdatedSignatureCanBeRequested() {
        assertThat(server().key(KeyKind.RSA)
                        .signedWith("SHA1withRSA")
                        .selfSigned()
                        .certificate()
                        .getSigAlgName())
                .isEqualTo("SHA1withRSA");
    }

    @Test
    void anAlgorithmThatTheIssuersKeyDoesNotSupportIsReported() {
        assertThatThrownBy(() -> server().signedWith("SHA256withRSA").issuedBy(ROOT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("signed with SHA256withRSA by the key EC P-256", "choose another");
    }

    @Test
    void revocationAddressesAreIncluded() {
        X509Certificate certificate = server().crl(URI.create("http://lab.example/list.crl"))
                .ocsp(URI.create("http://lab.example/ocsp"))
                .issuedBy(ROOT)
                .certificate();

        assertThat(extension(certificate, "2.5.29.31")).contains("http://lab.example/list.crl");
        assertThat(extension(certificate, "1.3.6.1.5.5.7.1.1")).contains("http://lab.example/ocsp");
    }

    @Test
    void aCertificateIsValidFromADayAgoForTheGivenTime() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        X509Certificate certificate =
                server().validFor(Duration.ofDays(7)).selfSigned().certificate();
        Instant after = Instant.now();

        assertThat(certificate.getNotBefore().toInstant())
                .isBetween(before.minus(Duration.ofDays(1)), after.minus(Duration.ofDays(1)));
        assertThat(certificate.getNotAfter().toInstant())
                .isBetween(before.plus(Duration.ofDays(7)), after.plus(Duration.ofDays(7)));
    }

    @Test
    void aCertificateIsValidBetweenTheGivenTimes() {
        Instant start = Instant.parse("2026-05-06T07:08:09Z");
        Instant end = Instant.parse("2026-06-06T07:08:09Z");
        X509Certificate certificate = server().valid(start, end).selfSigned().certificate();

        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(start);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(end);
    }

    @Test
    void anExpiredCertificateHasExpired() {
        assertThatThrownBy(() -> server().expired().issuedBy(ROOT).certificate().checkValidity())
                .isInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void invalidArgumentsAreRefused() {
        Instant now = Instant.now();

        assertThatThrownBy(() -> server().valid(now, now.minusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the end is before the start");
        assertThatThrownBy(() -> server().validFor(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give more than zero");
        assertThatThrownBy(() -> server().authority(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give 0 or more");
    }

    @Test
    void serialNumbersAreLongPositiveAndUnique() {
        Set<BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            serials.add(server().issuedBy(ROOT).certificate().getSerialNumber());
        }

        assertThat(serials).hasSize(20).allSatisfy(serial -> {
            assertThat(serial).isPositive();
            assertThat(serial.toByteArray()).hasSize(20);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "wwep.local", "*.lab.example", "IoT", "192.0.2.7", "::1", "fe80::1", "1a.2b"})
    void validNamesAreAccepted(String text) {
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
    void invalidNamesAreRefused(String text) {
        assertThatThrownBy(() -> new CertificateName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a valid name for a server's certificate: give ");
    }

    @Test
    void oneInvalidNameMeansThatNoneIsAdded() throws Exception {
        CertificateBuilder builder = IssuedCertificate.named("Some server");

        assertThatThrownBy(() -> builder.names("wwep.local", "wwep_local"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'wwep_local'");
        assertThat(names(builder.selfSigned().certificate())).isEmpty();
    }

    private static CertificateBuilder server() {
        return IssuedCertificate.named("Some server").names("wwep.local", "::1");
    }

    private static List<Object> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream().<Object>map(name -> name.get(1)).toList();
    }

    private static String extension(X509Certificate certificate, String oid) {
        return new String(certificate.getExtensionValue(oid), StandardCharsets.ISO_8859_1);
    }

    private static String lastBytes(X509Certificate certificate, String oid) {
        String value = extension(certificate, oid);
        return value.substring(value.length() - 20);
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

    @Test
    void yearsOutOfRangeAreRefused() {
        CertificateBuilder lamp = IssuedCertificate.named("lamp");
        Instant now = Instant.now();
        assertThatThrownBy(() -> lamp.valid(now, Instant.parse("+10000-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("years from 1 to 9999");
        assertThatThrownBy(() -> lamp.valid(Instant.parse("-0001-01-01T00:00:00Z"), now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("years from 1 to 9999");
        assertThatThrownBy(() -> lamp.validFor(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("year 10000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "NONEwithECDSA", "SHA256withRSA"})
    void anAlgorithmThatTheKeyDoesNotSupportIsReported(String algorithm) {
        CertificateBuilder lamp = IssuedCertificate.named("lamp").signedWith(algorithm);
        assertThatThrownBy(lamp::selfSigned)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("signed with " + algorithm + " by the key EC P-256");
    }

    @Test
    void aKeyThatCannotSignCannotBeSelfSigned() throws Exception {
        CertificateBuilder lamp = IssuedCertificate.named("lamp")
                .keys(KeyPairGenerator.getInstance("X25519").generateKeyPair());
        assertThatThrownBy(lamp::selfSigned).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:", ":1", "\u0661.\u0662.\u0663.\u0664", "1:2:3:4:5:6:7:8:9", "12345::"})
    void invalidAddressesAreRefused(String text) {
        assertThatThrownBy(() -> new CertificateName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a valid name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "::ffff:192.0.2.7", "fe80::1", "0.0.0.0"})
    void everyFormOfAnAddressIsAccepted(String text) throws Exception {
        X509Certificate certificate =
                IssuedCertificate.named("lamp").names(text).selfSigned().certificate();
        assertThat(certificate.getSubjectAlternativeNames()).singleElement().satisfies(name -> {
            assertThat(name.get(0)).isEqualTo(7);
            assertThat(InetAddress.getByName((String) name.get(1))).isEqualTo(InetAddress.getByName(text));
        });
    }
}
