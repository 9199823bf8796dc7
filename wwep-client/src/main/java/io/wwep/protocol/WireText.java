package io.wwep.protocol;

/** Wire bytes as text that is safe to print: one line, visible characters only. */
final class WireText {

    private WireText() {}

    /** Writes what is not printable ASCII as {@code \xHH}, {@code \r} or {@code \n}. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                safe.append("\\n");
            } else if (c == '\r') {
                safe.append("\\r");
            } else if (c >= ' ' && c <= '~') {
                safe.append(c);
            } else {
                safe.append(c <= 0xFF ? String.format("\\x%02X", (int) c) : String.format("\\u%04X", (int) c));
            }
        }
        return safe.toString();
    }
}
