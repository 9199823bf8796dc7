package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the callers of ended calls, and has futures completed: by a thread that waits for them if no stage depends on them,
 * otherwise by their executor. If neither has completed a future some time after its deadline, or after the client was closed, a
 * worker does. Holds no lock meanwhile. Thread-safe.
 */
final class Completion implements ReplyFuture.Completer {

    private final Executor executor;
    private final Resources workers;
    private final ListenerDispatcher listeners;
    private final Recording recording;
    private final LongConsumer attendBy;
    private final PendingCompletions pending;

    /**
     * Creates a completion without tasks.
     *
     * @param executor null for the default
     * @param workers complete the futures that the executor does not
     * @param listeners receive the events that were queued when calls ended
     * @param recording records each call before its future completes
     * @param closing once begun, limits the executor to {@link PendingCompletions#GRACE}
     * @param attendBy makes the loop call {@link #expire} at this {@link System#nanoTime()}
     */
    Completion(
            @Nullable Executor executor,
            Resources workers,
            ListenerDispatcher listeners,
            Recording recording,
            Closing closing,
            LongConsumer attendBy) {
        this.executor = executor == null ? defaultExecutor(workers) : executor;
        this.workers = workers;
        this.listeners = listeners;
        this.recording = recording;
        this.attendBy = attendBy;
        this.pending = new PendingCompletions(closing);
    }

    /**
     * Returns the common pool, the usual {@link CompletableFuture#defaultExecutor()}, if it still has a thread when one is busy;
     * otherwise the workers.
     */
    private static Executor defaultExecutor(Resources workers) {
        return ForkJoinPool.getCommonPoolParallelism() > 1 ? ForkJoinPool.commonPool() : workers::execute;
    }

    /** Adds a call to a task, or to a new one. */
    CompletionTask append(@Nullable CompletionTask task, Call call) {
        if (task == null) {
            return new CompletionTask(this, call);
        }
        task.include(call);
        return task;
    }

    static ReplyFuture<?> future(Call call) {
        return Objects.requireNonNull(call.future());
    }

    /**
     * Wakes callers, and has futures completed. A thread that waits for a future completes it, and the first such thread also
     * completes those that no thread waits for. Futures with stages, and all if no thread waits, are left to the executor.
     */
    void wake(Ended ended) {
        Call call = ended.take();
        if (call == null) {
            return;
        }
        // A recorder is user code: it must not run on a thread that waits for another call.
        Call waitedFor = recording.hasRecorders() ? null : firstWaitedFor(call);
        CompletionTask plain = null;
        CompletionTask staged = null;
        while (call != null) {
            Call following = call.nextEnded;
            call.nextEnded = null;
            ReplyFuture<?> future = call.future();
            if (future == null) {
                call.waiter.unpark();
            } else if (call != waitedFor && !future.leaveToWaiter(this)) {
                if (future.hasDependents()) {
                    staged = append(staged, call);
                } else {
                    plain = append(plain, call);
                }
            }
            call = following;
        }
        if (waitedFor == null) {
            handOver(plain);
        } else {
            leave(waitedFor, plain);
        }
        handOver(staged);
        listeners.dispatch();
    }

    private static @Nullable Call firstWaitedFor(Call first) {
        Call call = first;
        while (call != null && (call.future() == null || !future(call).isWaitedFor())) {
            call = call.nextEnded;
        }
        return call;
    }

    /** Leaves a call, with others, to the thread that waits for it, or to the executor if it has stopped waiting. */
    private void leave(Call waitedFor, @Nullable CompletionTask others) {
        if (others == null) {
            if (!future(waitedFor).leaveToWaiter(this)) {
                handOver(new CompletionTask(this, waitedFor));
            }
            return;
        }
        long due = pending.add(others, false);
        if (future(waitedFor).leaveToWaiter(others)) {
            attendBy.accept(due);
        } else {
            start(others, due);
            handOver(new CompletionTask(this, waitedFor));
        }
    }

    /** Hands a task, if there is one, to the executor. */
    private void handOver(@Nullable CompletionTask task) {
        if (task != null) {
            start(task, pending.add(task, true));
        }
    }

    /**
     * Hands a task, if there is one, to the executor, from a thread that must not run user code: the executor may run tasks on
     * the calling thread.
     */
    void handOverByWorker(@Nullable CompletionTask task) {
        if (task != null) {
            long due = pending.add(task, false);
            if (!work(() -> start(task, due))) {
                attendBy.accept(due);
            }
        }
    }

    private void start(CompletionTask task, long due) {
        attendBy.accept(due);
        if (!run(task)) {
            attendBy.accept(pending.retry(task));
        }
    }

    /** Completes the future of a call on this thread, which waits for it, or on the executor if a stage depends on it by now. */
    @Override
    public void completeByWaiter(Call own) {
        if (future(own).hasDependents()) {
            handOver(new CompletionTask(this, own));
        } else {
            completeNow(own);
        }
    }

    /** Completes the future of a call on this thread, and so runs its stages. Call directly only before the application has it. */
    void completeNow(Call call) {
        recording.record(call);
        ReplyFuture<?> future = future(call);
        WwepException failure = call.isAnswered() ? null : call.failure();
        if (failure == null) {
            future.succeed(call.reply(0));
        } else {
            future.fail(failure);
        }
    }

    /**
     * Has another thread run a task that completes futures and so may run user code, which may block; returns false if no thread
     * is available.
     */
    private boolean run(CompletionTask task) {
        try {
            if (task.handTo(executor)) {
                return true;
            }
        } catch (RuntimeException | Error e) {
            // The executor was shut down before the client, or has no thread left; the future must still complete.
        }
        return work(task);
    }

    /** Runs a task on a worker; returns false if no thread is available. */
    boolean work(Runnable task) {
        try {
            workers.execute(task);
            return true;
        } catch (RuntimeException | Error e) { // no thread is available: try again when the task is due
            WireLog.notCompleted(e);
            return false;
        }
    }

    /** Dispatches events that were queued although no call ended. */
    void dispatch() {
        listeners.dispatch();
    }

    /** Shortens the time of tasks that are not done. Call only after {@link Closing#begin}. */
    void shortenPending() {
        pending.shorten();
    }

    /**
     * Makes workers run the tasks that no other thread has completed in time.
     *
     * @return the {@link System#nanoTime()} at which to check again, or 0 if no task is waiting
     */
    long expire(long now) {
        List<CompletionTask> overdue = new ArrayList<>(0);
        long next = pending.expire(now, overdue);
        for (CompletionTask task : overdue) {
            var unused = work(task::runOverdue);
        }
        return next;
    }
}
