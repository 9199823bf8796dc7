package io.wwep.examples;

/** Presses of the button and what each led to, as a table. */
final class PressTable {

    private static final String ROW = "%5s  %-11s  %-11s  ";

    private final Screen screen;

    PressTable(Screen screen) {
        this.screen = screen;
    }

    String heading() {
        return screen.heading(String.format(ROW, "press", "sent", "reply") + "LED");
    }

    /** One line; a failure's reason is at its end. */
    String row(Press press) {
        String line =
                String.format(ROW, press.number(), press.request(), press.reply() == null ? "none" : press.reply())
                        + (press.lit() ? screen.lit("on") : "off");
        return press.failure() == null
                ? line
                : line + "  " + screen.bad(String.valueOf(press.failure().getMessage()));
    }
}
