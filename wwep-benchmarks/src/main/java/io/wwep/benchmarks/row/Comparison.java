package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Figures;

/**
 * Compares a client's figures with those of its baseline in the same repetitions.
 *
 * @param figures the client's figures; lower is better
 * @param raw the figures of the baseline, which uses the same protocol and server
 */
record Comparison(String name, Figures figures, Figures raw) {

    /** Returns the client's speed relative to its baseline: 1 is equal, less is slower. */
    Figures ratio() {
        return raw.over(figures);
    }

    /** Returns the client's figures minus those of its baseline. */
    Figures aboveRaw() {
        return figures.minus(raw);
    }
}
