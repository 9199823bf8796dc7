package io.wwep.benchmarks.measure;

import java.util.Optional;

/**
 * A figure as a line of a process's output: {@code figure HEAP 6144.0}.
 *
 * @param name the name of its measure
 * @param value the figure
 */
public record PrintedFigure(String name, double value) {

    private static final String BEFORE = "figure ";

    /** Returns the figure of a line; empty for any other line. */
    public static Optional<PrintedFigure> parse(String line) {
        if (!line.startsWith(BEFORE)) {
            return Optional.empty();
        }
        String[] parts = line.split(" ", -1);
        return Optional.of(new PrintedFigure(parts[1], Double.parseDouble(parts[2])));
    }

    /** Returns the line. */
    @Override
    public String toString() {
        return BEFORE + name + " " + value;
    }
}
