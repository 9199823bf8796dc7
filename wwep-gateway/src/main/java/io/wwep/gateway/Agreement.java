package io.wwep.gateway;

import java.util.concurrent.TimeUnit;

/**
 * Decides how to space the reads of a value over several registers, which is accepted once two consecutive reads agree.
 * WWEP cannot read several registers at once, and a server thread may be preempted between two writes of another
 * client. Back-to-back reads could then agree on the half-written value, so reads of a new value are spaced apart.
 */
final class Agreement {

    /** Maximum number of reads; a value that never agrees within them counts as changing. */
    static final int MAX_READS = 5;

    /** The delays get shorter, so that values that change every few milliseconds can still be read. */
    private static final long[] PAUSES = {
        TimeUnit.MILLISECONDS.toNanos(4), TimeUnit.MILLISECONDS.toNanos(4), TimeUnit.MILLISECONDS.toNanos(1), 0
    };

    private Agreement() {}

    /**
     * Returns the delay before the next read, in nanoseconds.
     *
     * @param reads the number of reads so far, 1 to 4
     * @param isKnown whether the last read returned the value that earlier reads agreed on
     */
    static long pause(int reads, boolean isKnown) {
        return isKnown ? 0 : PAUSES[reads - 1];
    }
}
