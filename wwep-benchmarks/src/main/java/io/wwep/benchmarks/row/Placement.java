package io.wwep.benchmarks.row;

import java.util.List;

/** Where client and server run. */
public enum Placement {
    /** Wherever the system puts them. */
    UNPINNED("unpinned"),
    /** Both on the first core: the ratios are the steadiest. */
    ONE_CORE("one core");

    private final String label;

    Placement(String label) {
        this.label = label;
    }

    /** Where a row is measured whose goal is for one core: a quick run has no time for the other place. */
    static List<Placement> oneCoreFirst(boolean quick) {
        return quick ? List.of(ONE_CORE) : List.of(values());
    }

    public String label() {
        return label;
    }

    /** What a command is to be started by. */
    public List<String> command() {
        return this == ONE_CORE ? List.of("taskset", "-c", "0") : List.of();
    }
}
