package io.wwep.examples;

import java.util.Locale;

/** Shows the progress of a long command on one terminal line, rewritten in place. Prints nothing without a terminal. */
final class Progress implements AutoCloseable {

    private final Screen screen;
    private final boolean visible;
    private String shown = "";

    /**
     * Creates an empty progress line.
     *
     * @param visible whether standard error is a terminal
     */
    Progress(Screen screen, boolean visible) {
        this.screen = screen;
        this.visible = visible;
    }

    /** Shows this text in place of the previous one. */
    void show(String format, Object... arguments) {
        if (visible) {
            String text = String.format(Locale.ROOT, format, arguments);
            screen.err().print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
            screen.err().flush();
            shown = text;
        }
    }

    /** Prints a message that remains visible. */
    void note(String message) {
        if (visible) {
            close();
            screen.note(message);
        }
    }

    /** Removes the line. */
    @Override
    public void close() {
        if (!shown.isEmpty()) {
            screen.err().print("\r" + " ".repeat(shown.length()) + "\r");
            screen.err().flush();
            shown = "";
        }
    }
}
