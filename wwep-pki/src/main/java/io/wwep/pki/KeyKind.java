package io.wwep.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of keys that can be generated. For other kinds, use {@link CertificateBuilder#keys}. */
public enum KeyKind {
    /** RSA with 2048 bits: supported by every device, including the course's boards. Slow to generate: 0.1 to 1 s. */
    RSA("rsa:2048", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),

    /** The elliptic curve P-256: small and fast. */
    EC("ec:p256", "EC", new ECGenParameterSpec("secp256r1")),

    /** The elliptic curve P-384. */
    EC_P384("ec:p384", "EC", new ECGenParameterSpec("secp384r1")),

    /** The elliptic curve P-521. */
    EC_P521("ec:p521", "EC", new ECGenParameterSpec("secp521r1")),

    /** Ed25519: the smallest, but not supported by every device. */
    ED25519("ed25519", "Ed25519", NamedParameterSpec.ED25519);

    private final String text;
    private final String algorithm;

    @SuppressWarnings("ImmutableEnumChecker") // these specifications are immutable
    private final AlgorithmParameterSpec size;

    KeyKind(String text, String algorithm, AlgorithmParameterSpec size) {
        this.text = text;
        this.algorithm = algorithm;
        this.size = size;
    }

    /**
     * {@return a new key pair}
     *
     * @throws IllegalStateException if this JVM does not support such keys
     */
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM does not support " + this + " keys", e);
        }
    }

    /** {@return the name used by openssl and {@code wwep certs create --key}, such as rsa:2048, ec:p256 or ed25519} */
    @Override
    public String toString() {
        return text;
    }
}
