package io.wwep.benchmarks.measure;

import java.io.Closeable;

/** A participant of a comparison. Used by one thread at a time; may use more threads internally. */
public interface Contender extends Closeable {

    String name();

    /** Returns the factor for the warm-up time that it needs. */
    default int warmUpFactor() {
        return 1;
    }

    /** Runs at least this many operations and returns their timing. */
    Timing run(int operations) throws Exception;
}
