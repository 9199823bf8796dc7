package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Measure;
import java.util.List;

/** A line of the table, as text. */
public record Line(List<String> cells) {

    /** The headings of the cells. */
    public static final List<String> HEADINGS = List.of(
            "row",
            "placement",
            "ours",
            "raw",
            "best peer",
            "ours ÷ raw",
            "peer ÷ its raw",
            "ours ÷ peer",
            "goal",
            "verdict");

    /** An empty cell. */
    public static final String NONE = Measure.NONE;

    /** Checks that there is a cell for each heading. */
    public Line {
        if (cells.size() != HEADINGS.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + HEADINGS.size() + " headings: " + cells);
        }
        cells = List.copyOf(cells);
    }
}
