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

    /**
     * How an attempt ended.
     *
     * @param outcome what is known about the write
     * @param isFailure whether the server did not answer: try again later
     * @param reason why the server refused, or an empty text
     * @param found what the registers held instead of the write's values when they were read back, or null
     */
    record Result(
            OutboxOutcome outcome,
            boolean isFailure,
            String reason,
            @Nullable List<Integer> found) {

        static Result of(OutboxOutcome outcome) {
            return new Result(outcome, false, "", null);
        }

        static Result failed(OutboxOutcome outcome) {
            return new Result(outcome, true, "", null);
        }

        static Result refused(String reason) {
            return new Result(OutboxOutcome.REFUSED, false, reason, null);
        }

        Result withFound(@Nullable List<Integer> contents) {
            return contents == null ? this : new Result(outcome, isFailure, reason, contents);
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
