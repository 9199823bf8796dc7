package io.wwep.examples.security;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Another text with the same checksum: the sum of its bytes, modulo 256.
 *
 * @param text the given text
 * @param other another text of the same length
 * @param sum the checksum of both, 0 to 255
 * @param tries how many texts were tried until this one was found
 */
public record SameChecksum(String text, String other, int sum, int tries) {

    private static final int MAX_TRIES = 1_000_000;
    private static final int BYTE = 0xFF;
    private static final String DIGITS = "0123456789";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /** Checks for null. */
    public SameChecksum {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(other, "other");
    }

    /**
     * Searches for another text by replacing two of its letters and digits at random, digits by digits and letters by
     * letters, until the sum is the same.
     *
     * @throws IllegalArgumentException if the text has too few letters and digits for that
     */
    public static SameChecksum find(String text, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        int[] places =
                text.chars().filter(each -> !alternatives(each).isEmpty()).toArray();
        int sum = sum(text);
        for (int tries = 1; places.length >= 2 && tries <= MAX_TRIES; tries++) {
            String other = changed(changed(text, random), random);
            if (sum(other) == sum && !other.equals(text)) {
                return new SameChecksum(text, other, sum, tries);
            }
        }
        throw new IllegalArgumentException("no other text with the checksum of \"" + text
                + "\" is found by changing two of its letters and digits; give a longer text");
    }

    /** {@return the sum of the text's bytes in UTF-8, modulo 256} */
    public static int sum(String text) {
        int sum = 0;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            sum += each;
        }
        return sum & BYTE;
    }

    /** Replaces a letter or digit at random. */
    private static String changed(String text, RandomGenerator random) {
        int at;
        do {
            at = random.nextInt(text.length());
        } while (alternatives(text.charAt(at)).isEmpty());
        String from = alternatives(text.charAt(at));
        return text.substring(0, at) + from.charAt(random.nextInt(from.length())) + text.substring(at + 1);
    }

    private static String alternatives(int character) {
        for (String group : new String[] {DIGITS, LOWER, UPPER}) {
            if (group.indexOf(character) >= 0) {
                return group;
            }
        }
        return "";
    }
}
