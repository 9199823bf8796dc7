package io.wwep.testing;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.nio.charset.StandardCharsets;

/** Converts bytes to text, one byte per character, and back. */
final class Bytes {

    private static final int HEX = 16;

    private Bytes() {}

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Returns the bytes of a reply as text. */
    static String of(WwepReply reply) {
        byte[] bytes = new byte[reply.length()];
        reply.encode(bytes, 0);
        return text(bytes, 0, bytes.length);
    }

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Escapes text as one line of printable ASCII. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        for (int from = 0; from < text.length(); from += WwepRequest.Raw.MAX_LENGTH) {
            int to = Math.min(text.length(), from + WwepRequest.Raw.MAX_LENGTH);
            safe.append(WwepRequest.raw(text.substring(from, to)));
        }
        return safe.toString();
    }

    /**
     * Reverses {@link #escaped}.
     *
     * @throws IllegalArgumentException if the text is not escaped correctly
     */
    static String unescaped(String safe) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < safe.length()) {
            char c = safe.charAt(i++);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException(
                        String.format("has U+%04X; write an unprintable byte as \\xHH", (int) c));
            }
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = i < safe.length() ? safe.charAt(i++) : ' ';
            switch (kind) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case '\\' -> text.append('\\');
                case 'x' -> {
                    text.append(hexByte(safe, i));
                    i += 2;
                }
                default ->
                    throw new IllegalArgumentException(
                            "has a \\ that does not begin \\n, \\r, \\\\ or \\xHH; write \\\\ for the byte itself");
            }
        }
        return text.toString();
    }

    private static char hexByte(String safe, int at) {
        if (at + 2 > safe.length()
                || Character.digit(safe.charAt(at), HEX) < 0
                || Character.digit(safe.charAt(at + 1), HEX) < 0) {
            throw new IllegalArgumentException("has a \\x that is not followed by two hexadecimal digits");
        }
        return (char) Integer.parseInt(safe.substring(at, at + 2), HEX);
    }
}
