package io.wwep.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The registers of a device as a table of 16 rows and 16 columns. A dot marks a register that was never written. Columns are
 * as wide as their values; for a narrow terminal, the table is split into parts, one below the other.
 */
final class RegisterGrid {

    private static final int SIDE = 16;
    private static final int NARROWEST_PART = 4;
    private static final int DIGITS = 4;
    private static final String NEVER_WRITTEN = ".";

    private final SortedMap<Integer, Integer> values;

    /**
     * Creates a table.
     *
     * @param values the values of the registers that were written, by register
     */
    RegisterGrid(SortedMap<Integer, Integer> values) {
        this.values = values;
    }

    /** Returns the lines, at most {@code width} wide if at least four columns fit. */
    List<String> lines(int width) {
        int columns = SIDE;
        while (columns > NARROWEST_PART && widestPart(columns) > width) {
            columns /= 2;
        }
        List<String> lines = new ArrayList<>();
        for (int first = 0; first < SIDE; first += columns) {
            if (first > 0) {
                lines.add("");
            }
            addPart(lines, first, first + columns);
        }
        return lines;
    }

    private void addPart(List<String> lines, int first, int end) {
        StringBuilder heading = new StringBuilder("  ");
        for (int column = first; column < end; column++) {
            heading.append(cell(column, String.format("%X", column)));
        }
        lines.add(heading.toString());
        for (int row = 0; row < SIDE; row++) {
            StringBuilder line = new StringBuilder(String.format("%X0", row));
            for (int column = first; column < end; column++) {
                @Nullable Integer value = values.get(row * SIDE + column);
                line.append(cell(column, value == null ? NEVER_WRITTEN : String.format("%04X", value)));
            }
            lines.add(line.toString());
        }
    }

    private String cell(int column, String text) {
        return String.format(Locale.ROOT, " %" + width(column) + "s", text);
    }

    private int widestPart(int columns) {
        return IntStream.iterate(0, first -> first < SIDE, first -> first + columns)
                .map(first -> 2
                        + IntStream.range(first, first + columns)
                                .map(column -> 1 + width(column))
                                .sum())
                .max()
                .orElseThrow();
    }

    private int width(int column) {
        return values.keySet().stream().anyMatch(register -> register % SIDE == column) ? DIGITS : 1;
    }
}
