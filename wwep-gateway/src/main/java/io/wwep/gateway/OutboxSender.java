package io.wwep.gateway;

import io.wwep.client.ReconnectPolicy;
import io.wwep.gateway.OutboxAttempt.Failure;
import io.wwep.gateway.OutboxAttempt.Result;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends the writes of an outbox by the client of an endpoint, without blocking. A write of unknown outcome, and one
 * that changes only some bits, reads its registers first. Thread-safe.
 */
final class OutboxSender implements OutboxLink {

    /** The content of a register that was never written. */
    private static final int NEVER_WRITTEN = -1;

    /** Clients accept no shorter deadline. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final OutboxExchanges exchanges;
    private final Duration longest;
    private final ReconnectPolicy reconnect;

    /**
     * Creates a sender.
     *
     * @param exchanges sends the requests
     * @param longest the deadline of requests
     * @param reconnect the pauses after failures
     */
    OutboxSender(OutboxExchanges exchanges, Duration longest, ReconnectPolicy reconnect) {
        this.exchanges = exchanges;
        this.longest = longest;
        this.reconnect = reconnect;
    }

    @Override
    public int limit() {
        return exchanges.limit();
    }

    @Override
    public Duration delayAfter(int failures) {
        return Objects.requireNonNull(reconnect.delayAfter(failures), "the delay of a reconnect policy");
    }

    @Override
    public void send(OutboxAttempt attempt) {
        if (attempt.isUncertain() || attempt.write().isPartial()) {
            read(attempt);
        } else {
            write(attempt, List.of(), null);
        }
    }

    private void read(OutboxAttempt attempt) {
        Duration deadline = deadline(attempt);
        if (deadline == null) {
            attempt.end(Result.of(OutboxOutcome.NOT_SENT));
            return;
        }
        int first = attempt.write().register();
        DeviceId device = attempt.write().device();
        whenAll(attempt, index -> exchanges.read(device, first + index, deadline), answers -> {
            List<Integer> found = new ArrayList<>();
            for (Answer answer : answers) {
                if (answer.failure() == null) {
                    found.add(answer.value());
                } else if (answer.failure() instanceof WwepRefusedException refusal) {
                    boolean wasNeverWritten = PolledRegister.wasNeverWritten(refusal.reason());
                    if (!wasNeverWritten && attempt.write().isPartial()) {
                        attempt.end(Result.refused(reason(refusal)));
                        return;
                    }
                    found.add(NEVER_WRITTEN);
                } else {
                    attempt.end(Result.failed(OutboxOutcome.NOT_SENT, failure(answers)));
                    return;
                }
            }
            compare(attempt, found);
        });
    }

    private void compare(OutboxAttempt attempt, List<Integer> found) {
        OutboxWrite write = attempt.write();
        boolean isThere = true;
        for (int i = 0; i < found.size(); i++) {
            int content = found.get(i);
            isThere &= content != NEVER_WRITTEN && write.applyTo(i, content) == content;
        }
        if (!attempt.isUncertain()) {
            write(attempt, found, null);
        } else if (isThere) {
            carriedOut(attempt, null);
        } else {
            write(attempt, found, found);
        }
    }

    /**
     * Writes the registers.
     *
     * @param current what they hold, if known
     * @param differing what was found instead of the write's values when they were read back, or null
     */
    private void write(OutboxAttempt attempt, List<Integer> current, @Nullable List<Integer> differing) {
        Duration deadline = deadline(attempt);
        if (deadline == null) {
            attempt.end(Result.of(OutboxOutcome.NOT_SENT));
            return;
        }
        OutboxWrite write = attempt.write();
        whenAll(
                attempt,
                index -> {
                    int before = current.isEmpty() ? 0 : Math.max(current.get(index), 0);
                    int value = write.applyTo(index, before);
                    return exchanges.write(write.device(), write.register() + index, value, deadline);
                },
                answers -> {
                    Result result = result(answers).withFound(differing);
                    if (result.outcome() == OutboxOutcome.ACCEPTED) {
                        carriedOut(attempt, differing);
                    } else {
                        attempt.end(result);
                    }
                });
    }

    private void carriedOut(OutboxAttempt attempt, @Nullable List<Integer> differing) {
        OutboxWrite write = attempt.write();
        attempt.end(Result.of(OutboxOutcome.ACCEPTED).withFound(differing));
        exchanges.written(write.device(), write.register(), write.values().size());
    }

    /** Returns the result of a group: it is accepted if all of its registers are. */
    private static Result result(List<Answer> answers) {
        int notSent = 0;
        @Nullable WwepRefusedException refusal = null;
        for (Answer answer : answers) {
            if (answer.failure() instanceof WwepRefusedException refused) {
                refusal = refusal == null ? refused : refusal;
            } else if (answer.failure() instanceof WwepException failed && failed.delivery() == Delivery.NOT_SENT) {
                notSent++;
            } else if (answer.failure() != null) {
                return Result.failed(OutboxOutcome.UNKNOWN, failure(answers));
            }
        }
        if (notSent == answers.size()) {
            return Result.failed(OutboxOutcome.NOT_SENT, failure(answers));
        }
        if (notSent > 0) {
            return Result.failed(OutboxOutcome.UNKNOWN, failure(answers));
        }
        return refusal == null ? Result.of(OutboxOutcome.ACCEPTED) : Result.refused(reason(refusal));
    }

    /** Returns why a group was not answered: the first failure that is no refusal tells. */
    private static Failure failure(List<Answer> answers) {
        for (Answer answer : answers) {
            Throwable failure = answer.failure();
            if (failure instanceof WwepTimeoutException timeout) {
                return timeout.phase() == Phase.REPLY ? Failure.NO_REPLY : Failure.UNREACHABLE;
            }
            if (failure instanceof WwepConnectionLostException || failure instanceof WwepProtocolException) {
                return Failure.LOST;
            }
            if (failure instanceof CancellationException) {
                return Failure.NONE; // withdrawn
            }
            if (failure != null && !(failure instanceof WwepRefusedException)) {
                return Failure.UNREACHABLE;
            }
        }
        return Failure.NONE;
    }

    /** Returns what is left of the validity, at most the client's deadline, or null if nothing is left. */
    private @Nullable Duration deadline(OutboxAttempt attempt) {
        Duration remaining = attempt.remaining();
        if (remaining.compareTo(SHORTEST) < 0) {
            return null;
        }
        return remaining.compareTo(longest) < 0 ? remaining : longest;
    }

    /** Starts an exchange for each register of a write, in order, and continues when all have ended. */
    private static void whenAll(
            OutboxAttempt attempt, IntFunction<? extends CompletableFuture<?>> start, Continuation next) {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < attempt.write().values().size(); i++) {
            CompletableFuture<?> started;
            try {
                started = start.apply(i);
            } catch (RuntimeException e) {
                started = CompletableFuture.failedFuture(e);
            }
            attempt.add(started);
            all.add(started.handle(Answer::of));
        }
        var unused = CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                .thenRun(() ->
                        next.answered(all.stream().map(CompletableFuture::join).toList()));
    }

    private static String reason(WwepRefusedException refusal) {
        String reason = refusal.reason();
        return reason == null ? "" : reason;
    }

    private interface Continuation {
        void answered(List<Answer> answers);
    }

    /** The answer to one request: a value, or a failure. */
    private record Answer(int value, @Nullable Throwable failure) {

        static Answer of(@Nullable Object value, @Nullable Throwable failure) {
            if (failure instanceof CompletionException && failure.getCause() != null) {
                return new Answer(0, failure.getCause());
            }
            return new Answer(value instanceof Integer content ? content : 0, failure);
        }
    }
}
