package io.wwep.client.internal;

import io.wwep.client.ReconnectPolicy;
import io.wwep.protocol.WwepConnectException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a client from dialling a server again and again that cannot be reached. Used by one thread at a time. */
final class ReconnectGate {

    private final @Nullable ReconnectPolicy policy;
    private int failures;
    private long failedAt;
    private long opensAt;
    private @Nullable WwepConnectException last;

    /**
     * A gate that is open.
     *
     * @param policy how long to stay closed after failures in a row, or null for a gate that never closes
     */
    ReconnectGate(@Nullable ReconnectPolicy policy) {
        this.policy = policy;
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
        if (policy == null) {
            return;
        }
        long closedFor = policy.delayAfter(failures + 1).toNanos();
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
