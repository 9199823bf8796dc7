package io.wwep.client.internal;

import io.wwep.client.ReconnectPolicy;
import io.wwep.protocol.WwepConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a client from constantly dialing an unreachable server. Used by one thread at a time. */
final class ReconnectGate {

    /** About a hundred years, small enough to be added to a {@link System#nanoTime()}. */
    private static final long LONGEST = Long.MAX_VALUE / 2;

    private final @Nullable ReconnectPolicy policy;
    private int failures;
    private long failedAt;
    private long opensAt;

    /** The longest delay, in nanoseconds, as the policy said last. */
    private long longest = LONGEST;

    private @Nullable WwepConnectException last;
    private boolean hasWarned;

    /**
     * Creates an open gate.
     *
     * @param policy how long to stay closed after failures in a row, or null for a gate that never closes
     */
    ReconnectGate(@Nullable ReconnectPolicy policy) {
        this.policy = policy;
    }

    /** Returns the nanoseconds until it opens; not positive if it is open. */
    long opensIn() {
        if (last == null) {
            return 0;
        }
        long now = System.nanoTime();
        return Math.min(opensAt - now, failedAt + longest - now);
    }

    /** Asks the policy for the longest delay at present, while it is closed; that may block. */
    void askLongest() {
        if (policy == null || opensIn() <= 0) {
            return;
        }
        try {
            longest = Math.min(TimeUnit.NANOSECONDS.convert(policy.longestDelay()), LONGEST);
        } catch (RuntimeException | Error e) {
            longest = LONGEST;
            if (!hasWarned) {
                hasWarned = true;
                WireLog.longestDelayFailed(policy, e);
            }
        }
    }

    void succeeded() {
        failures = 0;
        last = null;
    }

    void failed(WwepConnectException failure) {
        if (policy == null) {
            return;
        }
        long closedFor = delay(policy, failure);
        failures++;
        last = failure;
        failedAt = System.nanoTime();
        opensAt = failedAt + closedFor;
        longest = LONGEST;
    }

    /** Returns how long to stay closed, in nanoseconds; 0 if the policy fails, since the failure to connect matters more. */
    private long delay(ReconnectPolicy policy, WwepConnectException failure) {
        try {
            Duration delay = policy.delayAfter(failures + 1);
            if (delay == null || delay.isNegative()) {
                throw new IllegalStateException("the reconnect policy returned " + delay
                        + ", which is not a delay; return Duration.ZERO if the next exchange is to try at once");
            }
            return Math.min(TimeUnit.NANOSECONDS.convert(delay), LONGEST);
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
            WireLog.reconnectPolicyFailed(policy, e);
            return 0;
        }
    }

    /** Returns the failure of exchanges while it is closed. */
    WwepConnectException closed() {
        WwepConnectException failure = last;
        if (failure == null) {
            throw new IllegalStateException("the gate is open");
        }
        return new WwepConnectException(
                failure.getMessage() + " (attempt " + failures + ", " + millis(System.nanoTime() - failedAt)
                        + " ms ago; the next is made in " + millis(Math.max(0, opensIn())) + " ms at the earliest)",
                failure,
                failure.phase());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
