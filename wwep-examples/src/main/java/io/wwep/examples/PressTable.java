package io.wwep.examples;

import java.util.List;

/** Presses of buttons and what each led to, as a table; it tells which button where there are several. */
final class PressTable {

    private static final String ROW = "%5s  %s%-11s  %-11s  ";

    private final Screen screen;
    private final List<String> names;
    private final OptionWords words;

    /**
     * A table of presses.
     *
     * @param names what each button is for; of a single one it is not told
     * @param words say why a press failed
     */
    PressTable(Screen screen, List<String> names, OptionWords words) {
        this.screen = screen;
        this.names = names;
        this.words = words;
    }

    /** What each button is for. */
    List<String> names() {
        return names;
    }

    String heading() {
        return screen.heading(String.format(ROW, "press", button("button"), "sent", "reply") + "LED");
    }

    /** One line; a failure's reason is at its end. */
    String row(Press press) {
        String line = String.format(
                        ROW,
                        press.number(),
                        button(press.button() + " " + names.get(press.button())),
                        press.request(),
                        reply(press))
                + (press.lit() ? screen.lit("on") : "off");
        return press.failure() == null ? line : line + "  " + screen.bad(words.of(press.failure()));
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
