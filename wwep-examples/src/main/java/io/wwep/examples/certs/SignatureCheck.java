package io.wwep.examples.certs;

import io.wwep.tls.KeyDescription;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * Whether a certificate's signature fits a public key.
 *
 * @param obstacle why it was not checked, to be read after "since"; empty unless it was not
 */
record SignatureCheck(Result result, String obstacle) {

    /** The result of a check. */
    enum Result {
        CONFIRMED,
        REFUTED,
        NOT_CHECKED
    }

    static final SignatureCheck UNKNOWN_ISSUER = notChecked("its issuer's key is not known");

    /** A larger key may be crafted to take hours. An RSA key of 16384 bits, the longest in Java, is half as long. */
    private static final int MAX_KEY_BYTES = 4096;

    /** Java's limit for long keys. */
    private static final int MAX_EXPONENT_BITS = 64;

    static SignatureCheck of(X509Certificate certificate, PublicKey key) {
        if (isTooLarge(key)) {
            return notChecked(
                    "a key of this size (" + KeyDescription.of(key).name() + ") is not tried: it could take hours");
        }
        KeyDescription description = KeyDescription.of(key);
        if (ClientAdvice.unusable(description).isPresent()) {
            return notChecked("Java cannot check one with a key of " + description.name() + " (openssl verify may)");
        }
        try {
            certificate.verify(key);
            return new SignatureCheck(Result.CONFIRMED, "");
        } catch (NoSuchAlgorithmException e) {
            return notChecked("Java has no algorithm " + certificate.getSigAlgName());
        } catch (InvalidKeyException e) {
            return new SignatureCheck(Result.REFUTED, ""); // a key of another kind
        } catch (GeneralSecurityException | RuntimeException e) {
            return new SignatureCheck(Result.REFUTED, ""); // made by another key, damaged, or for other content
        }
    }

    private static SignatureCheck notChecked(String obstacle) {
        return new SignatureCheck(Result.NOT_CHECKED, obstacle);
    }

    private static boolean isTooLarge(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return (encoded != null && encoded.length > MAX_KEY_BYTES)
                || (key instanceof RSAPublicKey rsa && rsa.getPublicExponent().bitLength() > MAX_EXPONENT_BITS);
    }

    /** Opens an RSA signature; empty if it is another kind, or cannot be opened with this key. */
    static Optional<OpenedSignature> opened(X509Certificate certificate, PublicKey key) {
        if (SignatureScheme.of(certificate).kind() != SignatureScheme.Kind.RSA
                || !(key instanceof RSAPublicKey rsa)
                || isTooLarge(key)) {
            return Optional.empty();
        }
        byte[] signature = certificate.getSignature();
        return new BigInteger(1, signature).compareTo(rsa.getModulus()) >= 0
                ? Optional.empty()
                : Optional.of(OpenedSignature.of(signature, rsa));
    }

    boolean isConfirmed() {
        return result == Result.CONFIRMED;
    }
}
