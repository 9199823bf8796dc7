package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Figures;

/**
 * A client's figures beside those of its yardstick in the same repetitions.
 *
 * @param figures of the client, the less the better
 * @param raw of the yardstick that speaks the same protocol with the same server
 */
record Rivalry(String name, Figures figures, Figures raw) {

    /** The client's speed by that of its yardstick: 1 is as fast, less is slower. */
    Figures ratio() {
        return raw.over(figures);
    }

    /** How much more the client takes than its yardstick. */
    Figures aboveRaw() {
        return figures.minus(raw);
    }
}
