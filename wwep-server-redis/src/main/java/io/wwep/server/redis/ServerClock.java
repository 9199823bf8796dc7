package io.wwep.server.redis;

import java.util.concurrent.TimeUnit;

/**
 * The clock of a Redis server, as it was seen once. A write carries the time of that clock by which it must be executed, so that
 * this side can be sure afterwards that it never will be.
 *
 * @param millis since 1970, by that clock
 * @param nanos the {@link System#nanoTime()} at which the reply was here, so not before that clock showed this
 */
record ServerClock(long millis, long nanos) {

    /** A sample is used for a second at most: clocks drift by less in that time. Redis also rounds down to a millisecond. */
    private static final long TOLERANCE_MILLIS = 2;

    private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Whether it has to be looked at again. */
    boolean isOld() {
        return System.nanoTime() - nanos > MAX_AGE_NANOS;
    }

    /** The least that the clock can show at this {@link System#nanoTime()}: what is executed before it shows that is executed before then. */
    long millisAt(long localNanos) {
        return millis + TimeUnit.NANOSECONDS.toMillis(localNanos - nanos) - TOLERANCE_MILLIS;
    }
}
