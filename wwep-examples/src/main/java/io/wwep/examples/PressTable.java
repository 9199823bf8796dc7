package io.wwep.examples;

import io.wwep.examples.board.Press;
import java.util.List;

/** Formats button presses and their results as a table; it names the button if there are several. */
final class PressTable {

    private static final String ROW = "%5s  %s%-11s  %-11s  ";

    private final Screen screen;
    private final List<String> names;
    private final MessageRewriter messages;

    /**
     * Creates a table of presses.
     *
     * @param names what each button is for; not shown for a single button
     * @param messages rewrites failure messages
     */
    PressTable(Screen screen, List<String> names, MessageRewriter messages) {
        this.screen = screen;
        this.names = names;
        this.messages = messages;
    }

    /** Returns what each button is for. */
    List<String> names() {
        return names;
    }

    String heading() {
        return screen.heading(String.format(ROW, "press", button("button"), "sent", "reply") + "LED");
    }

    /** Returns a row; a failure's message is at its end. */
    String row(Press press) {
        String line = String.format(
                        ROW,
                        press.number(),
                        button(press.button() + " " + names.get(press.button())),
                        press.request(),
                        reply(press))
                + (press.lit() ? screen.lit("on") : "off");
        return press.failure() == null ? line : line + "  " + screen.bad(messages.of(press.failure()));
    }

    private static Object reply(Press press) {
        if (press.reply() != null) {
            return press.reply();
        }
        return press.failure() == null ? "not read" : "none";
    }

    private String button(String text) {
        return names.size() == 1 ? "" : String.format("%-7s  ", text);
    }
}
