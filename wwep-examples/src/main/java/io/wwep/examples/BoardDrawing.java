package io.wwep.examples;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws the board in plain characters that every terminal can show, with its pairs side by side. */
final class BoardDrawing {

    private static final int PAIR_WIDTH = 36;

    private final Screen screen;
    private final List<String> names;

    /**
     * Creates a drawing of a board.
     *
     * @param names what each button is for; not shown for a single button
     */
    BoardDrawing(Screen screen, List<String> names) {
        this.screen = screen;
        this.names = names;
    }

    /**
     * Returns the lines of the drawing.
     *
     * @param lit whether each LED is on
     */
    List<String> lines(List<Boolean> lit) {
        int width = PAIR_WIDTH * names.size();
        String edge = "-".repeat(width);
        String corners = "   | o" + " ".repeat(width - 4) + "o |";
        return List.of(
                "   ." + edge + ".",
                corners,
                row(lit, pair -> "  \\ | /  ", pair -> "         ", pair -> "     .---.     "),
                row(lit, pair -> "-- (#) --", pair -> "   ( )   ", pair -> "     | o |     "),
                row(lit, pair -> "  / | \\  ", pair -> "         ", pair -> "     '---'     "),
                row(lit, pair -> led(pair, "ON"), pair -> led(pair, "off"), this::button),
                corners,
                "   '" + edge + "'");
    }

    private String row(List<Boolean> lit, IntFunction<String> on, IntFunction<String> off, IntFunction<String> right) {
        return IntStream.range(0, names.size())
                .mapToObj(pair -> "     " + (lit.get(pair) ? screen.lit(on.apply(pair)) : off.apply(pair)) + "       "
                        + right.apply(pair))
                .collect(Collectors.joining("", "   |", "|"));
    }

    private String led(int pair, String state) {
        return names.size() == 1 ? String.format(" LED %3s ", state) : String.format("LED %d %3s", pair, state);
    }

    private String button(int pair) {
        return names.size() == 1 ? "    BUTTON     " : String.format("%-15s", "BUTTON " + pair + " " + names.get(pair));
    }
}
