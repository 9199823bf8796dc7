package io.wwep.examples.security;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * Bytes that were encrypted with a public RSA key, so that only the private key decrypts them. The padding is OAEP with SHA-256:
 * it is partly random, so sealing the same bytes twice gives different results.
 */
public final class SealedBytes {

    /** The most bytes that can be sealed with a key of {@link #KEY_BITS}: two digests and two bytes less than the key has. */
    public static final int MAX_BYTES = 190;

    /** The length of the keys of {@link #newKeys}. */
    public static final int KEY_BITS = 2048;

    private static final OAEPParameterSpec PADDING =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private final byte[] bytes;

    private SealedBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return a new RSA key pair} */
    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /**
     * Encrypts bytes.
     *
     * @param plain at most {@link #MAX_BYTES}
     * @throws IllegalArgumentException if there are more, or the key is not an RSA key
     */
    public static SealedBytes seal(byte[] plain, PublicKey key) {
        Objects.requireNonNull(plain, "plain");
        Objects.requireNonNull(key, "key");
        try {
            return new SealedBytes(cipher(Cipher.ENCRYPT_MODE, key).doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(plain.length + " bytes cannot be sealed with this key", e);
        }
    }

    /**
     * Decrypts the bytes.
     *
     * @throws GeneralSecurityException if they were sealed with another key, or were changed
     */
    public byte[] open(PrivateKey key) throws GeneralSecurityException {
        Objects.requireNonNull(key, "key");
        return cipher(Cipher.DECRYPT_MODE, key).doFinal(bytes);
    }

    private static Cipher cipher(int mode, Key key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(mode, key, PADDING);
        return cipher;
    }

    /** {@return the encrypted bytes, as many as the key has} */
    public byte[] bytes() {
        return bytes.clone();
    }
}
