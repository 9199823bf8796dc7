package io.wwep.examples;

import io.wwep.examples.check.CheckReport;
import io.wwep.examples.check.CheckRow;
import java.util.Locale;

/** Shows the rows of a check: one line for a row that is as expected, and the whole story of one that is not. */
final class CheckTable {

    private static final int RESULT = 7;
    private static final int INDENT = RESULT + 2;
    private static final int LABEL = 10;

    /** Longer lines are hard to read. */
    private static final int MAX_WIDTH = 120;

    private static final int WIDTH_OF_FILES = 80;

    private final Screen screen;
    private final MessageRewriter messages;
    private final int width;

    /**
     * Creates a table.
     *
     * @param width the columns of the terminal; unlimited if the output is not one
     */
    CheckTable(Screen screen, MessageRewriter messages, int width) {
        this.screen = screen;
        this.messages = messages;
        this.width = width == Integer.MAX_VALUE ? WIDTH_OF_FILES : Math.min(width, MAX_WIDTH);
    }

    /** Prints what is about to happen, and the heading. */
    void introduce(String intention) {
        screen.line(intention);
        screen.emptyLine();
        screen.line(screen.heading(String.format(
                Locale.ROOT,
                "%-" + RESULT + "s  %-18s  %-8s  %8s  %s",
                "result",
                "row",
                "exercise",
                "time",
                "sent -> got")));
    }

    void show(CheckRow row) {
        String why = why(row, messages);
        switch (row.result()) {
            case OK -> {
                String exchange = row.sent().isEmpty() ? row.got() : row.sent() + " -> " + row.got();
                show(row, screen.good(padded(row)), row.millis() + " ms", exchange);
                detail("", why);
            }
            case FAIL -> {
                show(row, screen.bad(padded(row)), row.millis() + " ms", "");
                label("sent", row.sent());
                label("expected", row.expected());
                label("got", row.got());
                detail("", why);
                label("see", row.source());
            }
            case SKIPPED -> show(row, padded(row), "", why);
        }
    }

    /** Prints a row's first line, with the text on it or, if that is too long, below it. */
    private void show(CheckRow row, String result, String time, String text) {
        String start = String.format(Locale.ROOT, "  %-18s  %-8s  %8s", row.name(), row.exercise(), time);
        boolean fits = RESULT + start.length() + 2 + text.length() <= width;
        screen.line(result + (fits ? start + "  " + text : start).stripTrailing());
        if (!fits) {
            detail("", text);
        }
    }

    private static String padded(CheckRow row) {
        return String.format(Locale.ROOT, "%-" + RESULT + "s", row.result());
    }

    void conclude(CheckReport report) {
        String figures = report.passed() + " ok, " + report.failed() + " failed, " + report.skipped() + " skipped";
        screen.emptyLine();
        screen.line(
                (report.failed() == 0 ? screen.good(figures) : screen.bad(figures)) + "; profile " + report.profile());
    }

    /** Returns the reason of a row, with the options of the command in place of methods. */
    static String why(CheckRow row, MessageRewriter messages) {
        String why = messages.of(row.why());
        return messages.hint(row.why())
                .map(hint -> why.replaceFirst("\\.$", "") + "; " + hint + ".")
                .orElse(why);
    }

    private void label(String name, String text) {
        if (!text.isEmpty()) {
            detail(String.format(Locale.ROOT, "%-" + LABEL + "s", name), text);
        }
    }

    /** Prints a text, wrapped and indented after its label. */
    private void detail(String label, String text) {
        if (text.isEmpty()) {
            return;
        }
        int room = width - INDENT - label.length();
        String indent = " ".repeat(INDENT);
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > room) {
                screen.line(indent + label + line);
                indent = " ".repeat(INDENT + label.length());
                label = "";
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        screen.line(indent + label + line);
    }
}
