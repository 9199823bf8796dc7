package io.wwep.examples.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A text encrypted with an AES key, which is itself sealed with a public RSA key: the key exchange that the course describes.
 * The text is encrypted by AES-GCM, which appends a tag of 16 bytes, so that a change is noticed.
 *
 * <p>For lessons: a protocol also needs to know the owner of the public key, and to reject a message that is sent twice.
 */
public final class SessionMessage {

    private static final int KEY_BITS = 128;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SealedBytes sealedKey;
    private final byte[] nonce;
    private final byte[] encrypted;

    private SessionMessage(SealedBytes sealedKey, byte[] nonce, byte[] encrypted) {
        this.sealedKey = sealedKey;
        this.nonce = nonce;
        this.encrypted = encrypted;
    }

    /** {@return a new AES key of 128 bits} */
    public static SecretKey newKey() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(KEY_BITS);
            return generator.generateKey();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /** Encrypts a text with this AES key, and seals the key for the owner of the public key. */
    public static SessionMessage of(String text, SecretKey session, PublicKey receiver) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(session, "session");
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, session, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return new SessionMessage(SealedBytes.seal(session.getEncoded(), receiver), nonce, encrypted);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /**
     * Opens the AES key.
     *
     * @throws GeneralSecurityException if it was sealed with another public key
     */
    public SecretKey openKey(PrivateKey key) throws GeneralSecurityException {
        return new SecretKeySpec(sealedKey.open(key), "AES");
    }

    /**
     * Decrypts the text.
     *
     * @throws GeneralSecurityException if the text or its tag was changed, or the key is another one
     */
    public String openText(SecretKey session) throws GeneralSecurityException {
        Objects.requireNonNull(session, "session");
        return new String(cipher(Cipher.DECRYPT_MODE, session, nonce).doFinal(encrypted), StandardCharsets.UTF_8);
    }

    /** {@return this message with one bit of its encrypted text changed} */
    public SessionMessage withChangedBit() {
        byte[] changed = encrypted.clone();
        changed[0] ^= 1;
        return new SessionMessage(sealedKey, nonce, changed);
    }

    private static Cipher cipher(int mode, SecretKey session, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, session, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    /** {@return the sealed AES key} */
    public SealedBytes sealedKey() {
        return sealedKey;
    }

    /** {@return the number that is used once with this key, 12 bytes; not secret} */
    public byte[] nonce() {
        return nonce.clone();
    }

    /** {@return the encrypted text and its tag} */
    public byte[] encrypted() {
        return encrypted.clone();
    }
}
