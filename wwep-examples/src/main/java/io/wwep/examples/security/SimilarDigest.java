package io.wwep.examples.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Another text whose SHA-256 digest begins with the same 16 bits.
 *
 * @param text the given text
 * @param other the same text with a number after it
 * @param tries how many numbers were tried; about 65,536 on average
 */
public record SimilarDigest(String text, String other, int tries) {

    private static final int MAX_TRIES = 5_000_000;

    /** Checks for null. */
    public SimilarDigest {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(other, "other");
    }

    /** Tries one number after the other. */
    public static SimilarDigest find(String text) {
        byte[] wanted = digest(text);
        for (int number = 1; number <= MAX_TRIES; number++) {
            String other = text + " " + number;
            byte[] digest = digest(other);
            if (digest[0] == wanted[0] && digest[1] == wanted[1]) {
                return new SimilarDigest(text, other, number);
            }
        }
        throw new IllegalStateException("no digest is similar after " + MAX_TRIES + " tries: SHA-256 is broken");
    }

    /** {@return the SHA-256 digest of a text in UTF-8, as 64 hexadecimal digits} */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
