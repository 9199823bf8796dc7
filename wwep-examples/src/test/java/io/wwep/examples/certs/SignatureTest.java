package io.wwep.examples.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.DSAPublicKeySpec;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told from a signature, also from one that was made to mislead. */
class SignatureTest {

    private static final byte[] CONTENT = "some content".getBytes(StandardCharsets.US_ASCII);
    private static final KeyPair RSA = rsa();
    private static final X509Certificate CERTIFICATE =
            IssuedCertificate.named("Some").selfSigned().certificate();

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OpenedSignature opened(BigInteger block) {
        RSAPrivateKey key = (RSAPrivateKey) RSA.getPrivate();
        byte[] signature =
                block.modPow(key.getPrivateExponent(), key.getModulus()).toByteArray();
        return OpenedSignature.of(signature, (RSAPublicKey) RSA.getPublic());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MD2",
                "MD5",
                "SHA1",
                "SHA224",
                "SHA256",
                "SHA384",
                "SHA512",
                "SHA512/256",
                "SHA3-224",
                "SHA3-512"
            })
    void theDigestIsFoundInAnRsaSignature(String name) throws Exception {
        Signature signature = Signature.getInstance(name + "withRSA");
        signature.initSign(RSA.getPrivate());
        signature.update(CONTENT);

        OpenedSignature opened = OpenedSignature.of(signature.sign(), (RSAPublicKey) RSA.getPublic());

        String digest = name.matches("SHA\\d+.*") ? name.replaceFirst("SHA(?!3-)", "SHA-") : name;
        assertThat(opened.algorithm()).isEqualTo(digest);
        assertThat(opened.digest())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance(digest).digest(CONTENT)));
        assertThat(opened.block()).hasSize(512).startsWith("0001ffffffffffffffff");
    }

    @Test
    void aBlockWithBytesAfterTheDigestOrAShortPaddingHasNone() {
        String digestInfo = "3031300d060960864801650304020105000420" + "ab".repeat(32);
        String right = "0001" + "ff".repeat(202) + "00" + digestInfo;

        assertThat(opened(new BigInteger(right, 16)).hasDigest()).isTrue();
        assertThat(opened(new BigInteger("0001" + "ff".repeat(201) + "00" + digestInfo + "00", 16))
                        .hasDigest())
                .isFalse();
        assertThat(opened(new BigInteger("0001ffff00" + digestInfo + "00".repeat(200), 16))
                        .hasDigest())
                .isFalse();
        assertThat(opened(new BigInteger("0002" + right.substring(4), 16)).hasDigest())
                .isFalse();
        assertThat(opened(BigInteger.ZERO).hasDigest()).isFalse();
        assertThat(opened(new BigInteger("0001" + "ff".repeat(254), 16)).hasDigest())
                .isFalse();
    }

    @Test
    void aHugeKeyIsNotTried() throws Exception {
        BigInteger huge = BigInteger.ONE.shiftLeft(1_000_000).subtract(BigInteger.ONE);
        PublicKey key = KeyFactory.getInstance("DSA").generatePublic(new DSAPublicKeySpec(huge, huge, huge, huge));

        SignatureCheck check = SignatureCheck.of(CERTIFICATE, key);

        assertThat(check.result()).isEqualTo(SignatureCheck.Result.NOT_CHECKED);
        assertThat(check.obstacle()).startsWith("a key of this size (DSA)");
    }

    @Test
    void aKeyOfAnotherKindDoesNotConfirm() {
        assertThat(SignatureCheck.of(CERTIFICATE, RSA.getPublic()).result()).isEqualTo(SignatureCheck.Result.REFUTED);
        assertThat(SignatureCheck.opened(CERTIFICATE, RSA.getPublic())).isEmpty();
    }

    @Test
    void anAlgorithmThatJavaDoesNotKnowIsNamedByItsIdentifier() throws Exception {
        X509Certificate unknown = withAlgorithm("06082a8648ce3d04034d");

        assertThat(SignatureScheme.of(unknown).kind()).isEqualTo(SignatureScheme.Kind.UNKNOWN);
        assertThat(text(unknown))
                .contains("It was signed by the algorithm 1.2.840.10045.4.3.77, which Java does not know")
                .contains("so it is not trusted");
    }

    @Test
    void aSignatureByAnotherDigestDoesNotFit() throws Exception {
        X509Certificate other = withAlgorithm("06082a8648ce3d040301");

        assertThat(text(other)).contains("SHA-224 turns the", "The signature does not fit");
    }

    private static String text(X509Certificate certificate) {
        StringBuilder text = new StringBuilder();
        CertificateExplanation.of(List.of(certificate), new TrustedSet(List.of(), "in some file"))
                .steps()
                .forEach(
                        step -> text.append(String.join(" ", step.paragraphs())).append(' '));
        return text.toString();
    }

    /** Returns the certificate with another object identifier, as long, in place of SHA256withECDSA. */
    private static X509Certificate withAlgorithm(String identifier) throws Exception {
        String der = HexFormat.of().formatHex(CERTIFICATE.getEncoded()).replace("06082a8648ce3d040302", identifier);
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(HexFormat.of().parseHex(der)));
    }
}
