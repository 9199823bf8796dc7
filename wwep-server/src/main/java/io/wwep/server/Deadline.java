package io.wwep.server;

import java.util.concurrent.TimeUnit;

/**
 * The time at which the acceptor's sweep closes a connection, if any: Java has no timeout for writes.
 *
 * <p>One thread arms and disarms it; any thread may read it.
 */
final class Deadline {

    /** The value of {@link #nanoTime} when it is disarmed. */
    static final long NONE = 0;

    private volatile long nanoTime = NONE;

    /** Returns the milliseconds until this {@link System#nanoTime()}, rounded up; 1 or more. */
    static int millisUntil(long nanoTime) {
        long nanos = nanoTime - System.nanoTime();
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }

    /** Sets the time to this long from now. */
    void arm(long millis) {
        nanoTime = (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)) | 1; // never NONE
    }

    /** Clears the time. */
    void disarm() {
        nanoTime = NONE;
    }

    /** Returns the {@link System#nanoTime()} at which the connection must be closed, or {@link #NONE}. */
    long nanoTime() {
        return nanoTime;
    }

    /** Returns whether the time has passed. */
    boolean isOverdue() {
        long end = nanoTime;
        return end != NONE && System.nanoTime() - end >= 0;
    }
}
