package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** Wakes the callers of calls that ended, and completes futures, on their executor. Under no lock. Thread-safe. */
final class Completion {

    private final Executor executor;
    private final Runnable afterFutures;
    private final Recording recording;

    /**
     * @param afterFutures is run after the completion of futures, where that was done
     */
    Completion(Executor executor, Runnable afterFutures, Recording recording) {
        this.executor = executor;
        this.afterFutures = afterFutures;
        this.recording = recording;
    }

    /** Wakes the callers of these calls; futures that ended together are completed by one task. */
    void wake(Ended ended) {
        Call call = ended.take();
        if (call == null) {
            return;
        }
        Call futures = null;
        Call lastFuture = null;
        while (call != null) {
            Call following = call.nextEnded;
            call.nextEnded = null;
            if (call.future() == null) {
                call.unpark();
            } else if (lastFuture == null) {
                futures = call;
                lastFuture = call;
            } else {
                lastFuture.nextEnded = call;
                lastFuture = call;
            }
            call = following;
        }
        if (futures != null) {
            complete(futures);
        }
    }

    /** Completes the futures of these calls, linked by {@link Call#nextEnded}. */
    void complete(Call first) {
        run(() -> {
            for (Call call = first; call != null; call = call.nextEnded) {
                completeNow(call);
            }
            afterFutures.run();
        });
    }

    private void completeNow(Call call) {
        recording.record(call);
        CompletableFuture<WwepReply> future = Objects.requireNonNull(call.future());
        WwepException failure = call.isAnswered() ? null : call.failure();
        if (failure == null) {
            future.complete(call.reply(0));
        } else {
            future.completeExceptionally(failure);
        }
    }

    /** After a future that its user ended. */
    void runAfterFutures() {
        run(afterFutures);
    }

    /** Runs what leads to code of the user, which may block. */
    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RuntimeException | Error e) {
            // It was shut down before the client, or has no thread left; the future must still complete.
            ForkJoinPool.commonPool().execute(task);
        }
    }
}
