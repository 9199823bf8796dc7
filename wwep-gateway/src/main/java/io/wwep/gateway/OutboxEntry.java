package io.wwep.gateway;

import io.wwep.gateway.OutboxStorage.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A write in an outbox, with its state. Only the outbox's thread changes it; the thread that sends it asks {@link
 * #remaining} and {@link #by} right before.
 */
final class OutboxEntry {

    /** The clock and {@link System#nanoTime()} at one moment. */
    record Now(Instant time, long nanos) {}

    private volatile OutboxWrite write;

    /** The {@link System#nanoTime()} at which it expires, whatever happens to the clock. */
    private final long expiresNanos;

    /** Whether another run of the program accepted it, so that only the clock tells its age. */
    private final boolean isLoaded;

    private volatile @Nullable OutboxWrite by;
    private State state;

    private OutboxEntry(OutboxWrite write, State state, long expiresNanos, boolean isLoaded) {
        this.write = write;
        this.state = state;
        this.expiresNanos = expiresNanos;
        this.isLoaded = isLoaded;
    }

    /** Returns a write that is being accepted. */
    static OutboxEntry accepted(OutboxWrite write, Now now) {
        return new OutboxEntry(
                write, State.QUEUED, now.nanos() + validity(write).toNanos(), false);
    }

    /** Returns a write that an earlier run of the program accepted. */
    static OutboxEntry loaded(OutboxStorage.Stored stored, Duration maxAge, Now now) {
        Duration validity = validity(stored.write());
        Duration longest = validity.isNegative() ? Duration.ZERO : validity.compareTo(maxAge) > 0 ? maxAge : validity;
        return new OutboxEntry(stored.write(), stored.state(), now.nanos() + longest.toNanos(), true);
    }

    private static Duration validity(OutboxWrite write) {
        return Duration.between(write.acceptedAt(), write.expiresAt());
    }

    OutboxWrite write() {
        return write;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    /** Replaces the bits that a newer direct write has changed. */
    void fold(OutboxWrite newer) {
        write = write.with(newer);
    }

    /** Returns the newer write that replaced this one, or null. */
    @Nullable
    OutboxWrite by() {
        return by;
    }

    void by(@Nullable OutboxWrite newer) {
        by = newer;
    }

    /** Returns how long the write may still be sent; zero or negative if it has expired. */
    Duration remaining(Now now) {
        Duration byClock = Duration.between(now.time(), write.expiresAt());
        Duration byNanos = Duration.ofNanos(expiresNanos - now.nanos());
        return byClock.compareTo(byNanos) < 0 ? byClock : byNanos;
    }

    boolean isExpired(Now now) {
        Duration remaining = remaining(now);
        return remaining.isZero() || remaining.isNegative();
    }

    /**
     * Returns whether the clock says that the write was accepted in the future. After a restart, its age is then
     * unknown: it waits until the clock has been corrected.
     */
    boolean isFromTheFuture(Now now) {
        return isLoaded && now.time().isBefore(write.acceptedAt());
    }
}
