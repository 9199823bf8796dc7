package io.wwep.client.internal;

import io.wwep.protocol.WwepConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Keeps a client from dialling a server again and again that cannot be reached. Used by one thread at a time. */
final class ReconnectGate {

    private final @Nullable IntFunction<Duration> delay;
    private int failures;
    private long failedAt;
    private long opensAt;
    private @Nullable WwepConnectException last;

    /**
     * A gate that is open.
     *
     * @param delay how long to stay closed after so many failures in a row, or null for a gate that never closes
     */
    ReconnectGate(@Nullable IntFunction<Duration> delay) {
        this.delay = delay;
    }

    /** Nanoseconds until it opens; not positive if it is open. */
    long opensIn() {
        return last == null ? 0 : opensAt - System.nanoTime();
    }

    void succeeded() {
        failures = 0;
        last = null;
    }

    void failed(WwepConnectException failure) {
        if (delay == null) {
            return;
        }
        long closedFor = delay.apply(failures + 1).toNanos();
        failures++;
        last = failure;
        failedAt = System.nanoTime();
        opensAt = failedAt + closedFor;
    }

    /** What to tell who comes while it is closed. */
    WwepConnectException closed() {
        WwepConnectException failure = last;
        if (failure == null) {
            throw new IllegalStateException("it is open");
        }
        return new WwepConnectException(
                failure.getMessage() + " (that was the last of " + failures + (failures == 1 ? " try" : " tries") + ", "
                        + millis(System.nanoTime() - failedAt) + " ms ago; the next is made in "
                        + millis(Math.max(0, opensIn())) + " ms at the earliest)",
                failure,
                failure.phase());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
