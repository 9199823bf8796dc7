package io.wwep.gateway;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a write. Thread-safe.
 *
 * @param entry the write in the outbox
 * @param write the write as it was when the attempt began
 * @param before its state before the attempt
 * @param now tells the time
 * @param done receives the result, once
 */
record OutboxAttempt(
        OutboxEntry entry,
        OutboxWrite write,
        OutboxStorage.State before,
        Supplier<OutboxEntry.Now> now,
        Consumer<Result> done) {

    /** Why the server did not answer an attempt, and thus what waits before it is repeated. */
    enum Failure {
        /** The server answered, or was not asked. */
        NONE,

        /** Nothing could be sent: the endpoint waits. */
        UNREACHABLE,

        /** The connection was lost after a request was sent: the endpoint waits, and the device may be the cause. */
        LOST,

        /** No reply came in time: the device waits. */
        NO_REPLY
    }

    /**
     * How an attempt ended.
     *
     * @param outcome what is known about the write
     * @param failure why the server did not answer
     * @param reason why the server refused, or an empty text
     * @param found what the registers held instead of the write's values when they were read back, or null
     */
    record Result(
            OutboxOutcome outcome,
            Failure failure,
            String reason,
            @Nullable List<Integer> found) {

        static Result of(OutboxOutcome outcome) {
            return new Result(outcome, Failure.NONE, "", null);
        }

        static Result failed(OutboxOutcome outcome, Failure failure) {
            return new Result(outcome, failure, "", null);
        }

        static Result refused(String reason) {
            return new Result(OutboxOutcome.REFUSED, Failure.NONE, reason, null);
        }

        Result withFound(@Nullable List<Integer> contents) {
            return contents == null ? this : new Result(outcome, failure, reason, contents);
        }
    }

    /** Returns whether the write may have been carried out by an earlier attempt. */
    boolean isUncertain() {
        return before == OutboxStorage.State.UNKNOWN;
    }

    /** Returns how long the write may still be sent; empty, zero or negative if it must not be sent any more. */
    Duration remaining() {
        return entry.by() != null ? Duration.ZERO : entry.remaining(now.get());
    }
}
