package io.wwep.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints steps as numbered paragraphs for a terminal. */
final class StepTexts {

    /** Longer lines are hard to read. */
    private static final int MOST_COLUMNS = 80;

    private static final int INDENT = 4;

    private final Screen screen;
    private final int width;
    private int number;

    /**
     * Creates a printer that begins with step 1.
     *
     * @param width the columns of the terminal
     */
    StepTexts(Screen screen, int width) {
        this.screen = screen;
        this.width = Math.min(width, MOST_COLUMNS);
    }

    /** Prints the next step. */
    void step(String title, List<String> paragraphs) {
        number++;
        screen.line(String.format(Locale.ROOT, "%2d. ", number) + screen.heading(title));
        paragraphs.forEach(this::paragraph);
    }

    /** Prints a paragraph that belongs to the last step. */
    void paragraph(String text) {
        lines(text, width - INDENT).forEach(line -> screen.line(" ".repeat(INDENT) + line));
    }

    /** Prints a line of the last step as it is, without the spaces at its end. */
    void row(String line) {
        screen.line((" ".repeat(INDENT) + line).stripTrailing());
    }

    /** Prints a paragraph that belongs to no step. */
    void text(String text) {
        lines(text, width).forEach(screen::line);
    }

    /** Splits a text into lines of at most this length, unless a word is longer. */
    private static List<String> lines(String text, int length) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > length) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
