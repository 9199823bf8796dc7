package io.wwep.benchmarks.row;

import java.util.List;

/** The cores that client and server run on. */
public enum Placement {
    /** Any core. */
    UNPINNED("unpinned"),
    /** Both on the first core, which gives the most stable ratios. */
    ONE_CORE("one core");

    private final String label;

    Placement(String label) {
        this.label = label;
    }

    /** Returns the placements of a row whose goal is for one core: a quick run has no time for the other. */
    static List<Placement> oneCoreFirst(boolean quick) {
        return quick ? List.of(ONE_CORE) : List.of(values());
    }

    public String label() {
        return label;
    }

    /** Returns the prefix of a command. */
    public List<String> command() {
        return this == ONE_CORE ? List.of("taskset", "-c", "0") : List.of();
    }
}
