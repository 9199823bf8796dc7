package io.wwep.benchmarks.measure;

import java.io.Closeable;

/** One of those whose speed is compared. Used by one thread at a time, though it may use more itself. */
public interface Contender extends Closeable {

    String name();

    /** How many times the usual time to warm up it takes to be at its best. */
    default int warmUpTimes() {
        return 1;
    }

    /** Does at least this many operations, and tells how long they took. */
    Timing run(int operations) throws Exception;
}
