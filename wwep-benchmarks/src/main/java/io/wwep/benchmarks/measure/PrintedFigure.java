package io.wwep.benchmarks.measure;

import java.util.Optional;

/**
 * A figure that a process prints as a line of output: {@code figure HEAP 6144.0}.
 *
 * @param name the name of its measure
 * @param value the figure
 */
public record PrintedFigure(String name, double value) {

    private static final String PREFIX = "figure ";

    /** Parses a line; empty if it is not a figure. */
    public static Optional<PrintedFigure> parse(String line) {
        if (!line.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = line.split(" ", -1);
        return Optional.of(new PrintedFigure(parts[1], Double.parseDouble(parts[2])));
    }

    /** Returns the line to print. */
    @Override
    public String toString() {
        return PREFIX + name + " " + value;
    }
}
