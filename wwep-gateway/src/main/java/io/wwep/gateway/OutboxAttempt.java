package io.wwep.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One attempt to send a write. Thread-safe. */
final class OutboxAttempt {

    private final OutboxEntry entry;
    private final OutboxWrite write;
    private final OutboxStorage.State before;
    private final Supplier<OutboxEntry.Now> now;
    private final Consumer<Result> done;
    private final Queue<Future<?>> exchanges = new ConcurrentLinkedQueue<>();
    private volatile boolean isWithdrawn;

    /**
     * Begins an attempt.
     *
     * @param entry the write in the outbox
     * @param before its state before the attempt
     * @param now tells the time
     * @param done receives the result, once
     */
    OutboxAttempt(OutboxEntry entry, OutboxStorage.State before, Supplier<OutboxEntry.Now> now, Consumer<Result> done) {
        this.entry = entry;
        this.write = entry.write();
        this.before = before;
        this.now = now;
        this.done = done;
    }

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

    /** Returns the write as it was when the attempt began. */
    OutboxWrite write() {
        return write;
    }

    /** Ends the attempt. */
    void end(Result result) {
        done.accept(result);
    }

    /** Returns whether the write may have been carried out by an earlier attempt. */
    boolean isUncertain() {
        return before == OutboxStorage.State.UNKNOWN;
    }

    /** Returns how long the write may still be sent; empty, zero or negative if it must not be sent any more. */
    Duration remaining() {
        return entry.by() != null ? Duration.ZERO : entry.remaining(now.get());
    }

    /** Adds an exchange that {@link #withdraw} cancels. */
    void add(Future<?> exchange) {
        exchanges.add(exchange);
        if (isWithdrawn) {
            exchange.cancel(false);
        }
    }

    /** Keeps what was not sent yet from being sent. The outcome of what was sent is then unknown. */
    void withdraw() {
        isWithdrawn = true;
        exchanges.forEach(exchange -> exchange.cancel(false));
    }
}
