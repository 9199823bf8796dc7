package io.wwep.examples.check;

/**
 * What arrived for one request.
 *
 * @param text one character for each byte
 */
record Received(String text, End end) {

    private static final int MAX_SHOWN = 64;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7E;

    /** Why no more was read. */
    enum End {
        COMPLETE,
        TIMED_OUT,
        CLOSED,
        RESET
    }

    boolean isRefusal() {
        return text.startsWith("X");
    }

    /** Returns whether it is one whole reply, whatever its content. */
    boolean isReply() {
        return isRefusal() || (text.startsWith("A") && end == End.COMPLETE);
    }

    /** Returns whether it is the expected reply; an X may be followed by text. */
    boolean matches(String expected) {
        return expected.equals("X") ? isRefusal() : text.equals(expected);
    }

    /** Returns what is wrong with it, in words. */
    String problem(String expected, int limitMillis) {
        if (text.isEmpty()) {
            return switch (end) {
                case CLOSED -> "The server closed the connection before its reply.";
                case RESET -> "The server reset the connection before its reply: it ended, or closed without reading.";
                default -> "The server did not reply within " + limitMillis + " ms.";
            };
        }
        if (isRefusal()) {
            return "The server refused a legal request.";
        }
        if (!text.startsWith("A")) {
            return "A reply starts with A or X, and this one does not.";
        }
        if (text.length() < expected.length()) {
            return expected.equals("X")
                    ? "The server accepted what it has to refuse."
                    : "The server sent only " + text.length() + " bytes of its reply.";
        }
        if (expected.equals("X")) {
            return "The server answered with a value where it has to refuse.";
        }
        if (text.equalsIgnoreCase(expected)) {
            return "The reply has digits in lower case.";
        }
        if (text.startsWith(expected)) {
            return "The reply is followed by more bytes, which a client would take for its next reply.";
        }
        return "The reply does not have the device, register and value expected.";
    }

    /** Returns the text with other bytes than printable ASCII escaped, and shortened. */
    String visible() {
        if (text.isEmpty()) {
            return switch (end) {
                case CLOSED -> "closed";
                case RESET -> "reset";
                default -> "nothing";
            };
        }
        StringBuilder visible = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (visible.length() >= MAX_SHOWN) {
                return visible.append("...").toString();
            }
            visible.append(escaped(text.charAt(i)));
        }
        return visible.toString();
    }

    static String escaped(char each) {
        if (each == '\n') {
            return "\\n";
        }
        return each < FIRST_PRINTABLE || each > LAST_PRINTABLE ? String.format("\\x%02X", (int) each) : "" + each;
    }
}
