package io.wwep.examples.bridge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Limits how many commands are accepted in a second, with a reserve for bursts. Thread-safe. */
final class CommandRate {

    static final int PER_SECOND = 100;
    static final int BURST = 200;

    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private final LongSupplier clock;

    /** When the reserve would be full again. */
    @GuardedBy("this")
    private long full;

    /** Uses the given clock, in nanoseconds. */
    CommandRate(LongSupplier clock) {
        this.clock = clock;
        this.full = clock.getAsLong();
    }

    /** Returns whether another command may be accepted now. */
    synchronized boolean tryAcquire() {
        long now = clock.getAsLong();
        if (full - now < 0) {
            full = now;
        }
        if (full - now > (BURST - 1) * NANOS_EACH) {
            return false;
        }
        full += NANOS_EACH;
        return true;
    }
}
