package io.wwep.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of keys that certificates are made with. Keys of other kinds can be given to {@link CertificateBuilder#keys}. */
public enum KeyKind {
    /** RSA with 2048 bits: every device can do this, and so can the course's boards. Slow to generate: 0.1 to 1 s. */
    RSA("rsa:2048", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),

    /** The elliptic curve P-256: small and quick. */
    EC("ec:p256", "EC", new ECGenParameterSpec("secp256r1")),

    /** The elliptic curve P-384. */
    EC_P384("ec:p384", "EC", new ECGenParameterSpec("secp384r1")),

    /** The elliptic curve P-521. */
    EC_P521("ec:p521", "EC", new ECGenParameterSpec("secp521r1")),

    /** Ed25519: the smallest, and not known to every device. */
    ED25519("ed25519", "Ed25519", NamedParameterSpec.ED25519);

    private final String text;
    private final String algorithm;

    @SuppressWarnings("ImmutableEnumChecker") // these specifications are never changed
    private final AlgorithmParameterSpec size;

    KeyKind(String text, String algorithm, AlgorithmParameterSpec size) {
        this.text = text;
        this.algorithm = algorithm;
        this.size = size;
    }

    /**
     * {@return a new pair of keys}
     *
     * @throws IllegalStateException if this Java makes no such keys
     */
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java makes no " + this + " keys", e);
        }
    }

    /** {@return its name, as openssl and {@code wwep certs create --key} have it: such as rsa:2048, ec:p256 or ed25519} */
    @Override
    public String toString() {
        return text;
    }
}
