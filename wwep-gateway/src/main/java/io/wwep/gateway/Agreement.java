package io.wwep.gateway;

import java.util.concurrent.TimeUnit;

/**
 * When consecutive reads make a value over several registers: when they agree. WWEP cannot read several registers at once, and a
 * server's thread may be preempted between the two writes of another client. Reads that follow each other at once would agree
 * about what is there meanwhile, so those of a new value are some time apart.
 */
final class Agreement {

    /** How often a value is read before it counts as changing. */
    static final int MAX_READS = 5;

    /** Shorter in the end, so that values that change more often than this can still be read. */
    private static final long[] PAUSES = {
        TimeUnit.MILLISECONDS.toNanos(4), TimeUnit.MILLISECONDS.toNanos(4), TimeUnit.MILLISECONDS.toNanos(1), 0
    };

    private Agreement() {}

    /**
     * Returns how long to wait before the next read, in nanoseconds.
     *
     * @param reads how often the value was read, 1 to 4
     * @param isKnown whether the last read is the value on which earlier reads have agreed
     */
    static long pause(int reads, boolean isKnown) {
        return isKnown ? 0 : PAUSES[reads - 1];
    }
}
