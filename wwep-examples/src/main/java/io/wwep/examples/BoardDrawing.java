package io.wwep.examples;

import java.util.List;

/** The board as a drawing of plain characters, so that every terminal can show it. */
final class BoardDrawing {

    private final Screen screen;

    BoardDrawing(Screen screen) {
        this.screen = screen;
    }

    List<String> lines(boolean lit) {
        return List.of(
                "   .------------------------------------.",
                "   | o                                o |",
                row(lit, "  \\ | /  ", "         ", "     .---.     "),
                row(lit, "-- (#) --", "   ( )   ", "     | o |     "),
                row(lit, "  / | \\  ", "         ", "     '---'     "),
                row(lit, " LED  ON ", " LED off ", "    BUTTON     "),
                "   | o                                o |",
                "   '------------------------------------'");
    }

    private String row(boolean lit, String on, String off, String right) {
        return "   |     " + (lit ? screen.lit(on) : off) + "       " + right + "|";
    }
}
