package io.wwep.server.redis;

import java.util.concurrent.TimeUnit;

/**
 * A sample of a Redis server's clock. Each write carries a deadline by that clock, so that this side can be sure when it can
 * no longer be executed.
 *
 * @param millis since 1970, by that clock
 * @param nanos the {@link System#nanoTime()} at which the reply arrived, so not before the clock showed that time
 */
record ServerClock(long millis, long nanos) {

    /**
     * The drift of the clocks in a second, the longest time for which a sample is used, and the millisecond that Redis
     * rounds down.
     */
    private static final long TOLERANCE_MILLIS = 2;

    private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Returns whether a new sample is needed. */
    boolean isOld() {
        return System.nanoTime() - nanos > MAX_AGE_NANOS;
    }

    /**
     * Returns the earliest time that the clock can show at this {@link System#nanoTime()}. A command executed before the
     * clock shows that time is executed before that moment.
     */
    long millisAt(long localNanos) {
        return millis + TimeUnit.NANOSECONDS.toMillis(localNanos - nanos) - TOLERANCE_MILLIS;
    }
}
