package io.wwep.protocol;

import java.nio.charset.StandardCharsets;

/** Text on the wire, one byte for each character. */
final class WireText {

    private WireText() {}

    /**
     * Rejects a text that is empty, too long, or has a character of more than one byte.
     *
     * @param what the subject of the error message
     */
    static void check(String what, String text, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + maxLength + " bytes, but " + text.length() + " were given");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                throw new IllegalArgumentException(what + " has one byte for each character, U+0000 to U+00FF, but"
                        + " character " + (i + 1) + String.format(" is U+%04X", (int) text.charAt(i)));
            }
        }
    }

    /** Returns bytes as text. */
    static String of(byte[] wire) {
        return new String(wire, StandardCharsets.ISO_8859_1);
    }

    /** Writes a validated text; returns the offset after it. */
    static int put(String text, byte[] target, int offset) {
        for (int i = 0; i < text.length(); i++) {
            target[offset + i] = (byte) text.charAt(i);
        }
        return offset + text.length();
    }

    /**
     * Makes a text safe to print: one line of printable ASCII. Line ends and backslashes are escaped
     * as in Java, other bytes as {@code \xHH} and wider characters by their four digits, so that no
     * two texts look alike.
     */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                safe.append("\\n");
            } else if (c == '\r') {
                safe.append("\\r");
            } else if (c == '\\') {
                safe.append("\\\\");
            } else if (c >= ' ' && c <= '~') {
                safe.append(c);
            } else {
                safe.append(c <= 0xFF ? String.format("\\x%02X", (int) c) : String.format("\\u%04X", (int) c));
            }
        }
        return safe.toString();
    }
}
