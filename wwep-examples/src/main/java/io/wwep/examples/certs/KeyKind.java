package io.wwep.examples.certs;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of keys that certificates are made with. */
public enum KeyKind {
    /** RSA with 2048 bits: every device can do this, and so can the course's boards. */
    RSA("rsa:2048", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),

    /** The elliptic curve P-256: small and quick. */
    EC("ec:p256", "EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),

    /** Ed25519: the smallest, and not known to every device. */
    ED25519("ed25519", "Ed25519", NamedParameterSpec.ED25519, "Ed25519");

    private final String text;
    private final String algorithm;

    @SuppressWarnings("ImmutableEnumChecker") // these specifications are never changed
    private final AlgorithmParameterSpec size;

    private final String signature;

    KeyKind(String text, String algorithm, AlgorithmParameterSpec size, String signature) {
        this.text = text;
        this.algorithm = algorithm;
        this.size = size;
        this.signature = signature;
    }

    /**
     * The kind of this name: rsa:2048, ec:p256 or ed25519.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static KeyKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no kind of key: give one of "
                        + Arrays.stream(values()).map(KeyKind::toString).collect(Collectors.joining(", "))));
    }

    /** A new pair of keys. */
    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java makes no " + this + " keys", e);
        }
    }

    /** How such a key signs certificates, as the JDK names it: always with SHA-256 or better. */
    String signature() {
        return signature;
    }

    @Override
    public String toString() {
        return text;
    }
}
