package io.wwep.benchmarks.row;

import java.util.Locale;

/**
 * The goal of a row.
 *
 * @param text its text in the table
 */
record Goal(String text, Kind kind, double limit) {

    /** The quantity that the limit applies to. */
    enum Kind {
        RATIO_AT_LEAST,
        OURS_AT_MOST,
        ABOVE_RAW_AT_MOST
    }

    boolean isDifference() {
        return kind == Kind.ABOVE_RAW_AT_MOST;
    }

    static Goal ratioAtLeast(double limit) {
        return new Goal(String.format(Locale.ROOT, "ratio ≥ %.2f", limit), Kind.RATIO_AT_LEAST, limit);
    }

    static Goal oursAtMost(double limit, String unit) {
        return new Goal(String.format(Locale.ROOT, "≤ %.3g %s", limit, unit), Kind.OURS_AT_MOST, limit);
    }

    static Goal aboveRawAtMost(double limit, String unit) {
        return new Goal(String.format(Locale.ROOT, "≤ raw + %.0f %s", limit, unit), Kind.ABOVE_RAW_AT_MOST, limit);
    }

    /**
     * Returns {@code meets} or {@code short}.
     *
     * @param aboveRaw the median of the differences within the repetitions, not the difference of medians
     */
    String verdict(double ours, double aboveRaw, double ratio) {
        boolean meets = switch (kind) {
            case RATIO_AT_LEAST -> ratio >= limit;
            case OURS_AT_MOST -> ours <= limit;
            case ABOVE_RAW_AT_MOST -> aboveRaw <= limit;
        };
        return meets ? "meets" : "short";
    }
}
