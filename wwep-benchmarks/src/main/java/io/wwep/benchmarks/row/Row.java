package io.wwep.benchmarks.row;

import java.util.List;

/** A row of the table, which may have several lines. */
public interface Row {

    /** Returns its name for {@code --only}. */
    String name();

    /** Returns its placements: both, unless that adds nothing or a quick run has no time for it. */
    default List<Placement> placements(boolean quick) {
        return List.of(Placement.values());
    }

    void run(RowContext context, Report report) throws Exception;
}
