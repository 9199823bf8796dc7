package io.wwep.benchmarks.row;

import java.util.List;

/** A row of the table, which may have several lines. */
public interface Row {

    /** What {@code --only} calls it. */
    String name();

    /** Where it is measured: both places, unless nothing is gained by that, or a quick run has no time for it. */
    default List<Placement> placements(boolean quick) {
        return List.of(Placement.values());
    }

    void run(Setting setting, Report report) throws Exception;
}
