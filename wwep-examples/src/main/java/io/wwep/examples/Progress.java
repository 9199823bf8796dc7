package io.wwep.examples;

import java.util.Locale;

/** A line on the terminal, rewritten in place, that says how far a long command is. Nothing where there is no terminal. */
final class Progress implements AutoCloseable {

    private final Screen screen;
    private final boolean visible;
    private String shown = "";

    /**
     * Creates a line that shows nothing yet.
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

    /** Prints a message that stays. */
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
