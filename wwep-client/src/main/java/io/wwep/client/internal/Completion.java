package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.protocol.WwepException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the callers of ended calls, and completes futures on their executor. If the executor has not completed a future some
 * time after its deadline, or after the client was closed, a worker does. Holds no lock meanwhile. Thread-safe.
 */
final class Completion {

    /** How long the executor may exceed the deadline, so that dependent stages run on it if possible. */
    static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

    private final Executor executor;
    private final Resources workers;
    private final ListenerDispatcher listeners;
    private final Recording recording;
    private final LongConsumer attendBy;
    private final ReentrantLock lock = new ReentrantLock();

    /** The most recent task that has not run yet. */
    @GuardedBy("lock")
    private @Nullable Task last;

    /** If there are tasks, none is due before this {@link System#nanoTime()}. */
    @GuardedBy("lock")
    private long soonest;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * Creates a completion without tasks.
     *
     * @param executor null for the default
     * @param workers complete the futures that the executor does not
     * @param listeners receive the events that were queued when calls ended
     * @param recording records each call before its future completes
     * @param attendBy makes the loop call {@link #expire} at this {@link System#nanoTime()}
     */
    Completion(
            @Nullable Executor executor,
            Resources workers,
            ListenerDispatcher listeners,
            Recording recording,
            LongConsumer attendBy) {
        this.executor = executor == null ? defaultExecutor(workers) : executor;
        this.workers = workers;
        this.listeners = listeners;
        this.recording = recording;
        this.attendBy = attendBy;
    }

    /**
     * Returns the default of {@link CompletableFuture#defaultExecutor()}, the common pool, if it has a thread left when one
     * is busy.
     */
    private static Executor defaultExecutor(Resources workers) {
        return ForkJoinPool.getCommonPoolParallelism() > 1 ? ForkJoinPool.commonPool() : workers::execute;
    }

    /** Completes futures that ended together, on the first thread that runs it: the executor's, a waiting one, or a worker. */
    private final class Task implements Runnable, ReplyFuture.Completer {

        private final Call first;
        private Call end;

        // Changed under the lock:

        /** The {@link System#nanoTime()} at which a worker runs it, unless it has run before. */
        private long due;

        private boolean waiting;
        private @Nullable Task previous;
        private @Nullable Task next;

        Task(Call first) {
            this.first = first;
            this.end = first;
        }

        private void link(Call call) {
            end.nextEnded = call;
            end = call;
        }

        @Override
        public void run() {
            complete(true);
        }

        @Override
        public void completeByWaiter() {
            complete(false);
        }

        private void complete(boolean mayRunStages) {
            if (!take(this)) {
                return;
            }
            Task others = null;
            Call call = first;
            while (call != null) {
                Call following = unlink(call);
                if (mayRunStages || !future(call).hasStages()) {
                    completeNow(call);
                } else {
                    others = append(others, call);
                }
                call = following;
            }
            handOver(others, null);
        }
    }

    /** Adds a call to a task, or to a new one. */
    private Task append(@Nullable Task task, Call call) {
        if (task == null) {
            return new Task(call);
        }
        task.link(call);
        return task;
    }

    /** Takes a call from the front of its list, and returns the next: a future that is kept must not keep those after it. */
    private static @Nullable Call unlink(Call call) {
        Call following = call.nextEnded;
        call.nextEnded = null;
        return following;
    }

    private static ReplyFuture<?> future(Call call) {
        return Objects.requireNonNull(call.future());
    }

    /**
     * Wakes the callers of these calls, and has their futures completed. A thread that waits for a future completes it; the first
     * such thread also completes those that no thread waits for. The rest, and all with stages, are left to the executor.
     */
    void wake(Ended ended) {
        Call call = ended.take();
        if (call == null) {
            return;
        }
        ReplyFuture<?> waitedFor = firstWaitedFor(call);
        Task byWaiter = null;
        Task byExecutor = null;
        while (call != null) {
            Call following = unlink(call);
            ReplyFuture<?> future = call.future();
            if (future == null) {
                call.waiter.unpark();
            } else if (future != waitedFor && future.isWaitedFor()) {
                handOver(new Task(call), future);
            } else if (waitedFor != null && !future.hasStages()) {
                byWaiter = append(byWaiter, call);
            } else {
                byExecutor = append(byExecutor, call);
            }
            call = following;
        }
        handOver(byWaiter, waitedFor);
        handOver(byExecutor, null);
        listeners.dispatch();
    }

    private static @Nullable ReplyFuture<?> firstWaitedFor(Call first) {
        for (Call call = first; call != null; call = call.nextEnded) {
            ReplyFuture<?> future = call.future();
            if (future != null && future.isWaitedFor()) {
                return future;
            }
        }
        return null;
    }

    /** Hands a task, if there is one, to the thread that waits for this future, or else to the executor. */
    private void handOver(@Nullable Task task, @Nullable ReplyFuture<?> waitedFor) {
        if (task == null) {
            return;
        }
        long due = add(task);
        boolean left = waitedFor != null && waitedFor.leaveToWaiter(task);
        if (!left && !run(task)) {
            due = System.nanoTime() + GRACE;
            hasten(task, due);
        }
        attendBy.accept(due);
    }

    /**
     * Completes the future of a call on this thread. Called without a task only if no stage depends on it: while the user does not
     * have it, or on the user's thread.
     */
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
     * Runs a task that completes futures and so may run user code, which may block; returns false if no thread is available.
     */
    private boolean run(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RuntimeException | Error e) {
            // The executor was shut down before the client, or has no thread left; the future must still complete.
            return work(task);
        }
    }

    private boolean work(Runnable task) {
        try {
            workers.execute(task);
            return true;
        } catch (RuntimeException | Error e) { // no thread is available: try again when the task is due
            WireLog.notCompleted(e);
            return false;
        }
    }

    private void hasten(Task task, long due) {
        lock.lock();
        try {
            task.due = due;
            soonest = due - soonest < 0 ? due : soonest;
        } finally {
            lock.unlock();
        }
    }

    /** Dispatches events that were queued although no call ended. */
    void dispatch() {
        listeners.dispatch();
    }

    /** Shortens the deadline of tasks that the executor has not run yet, since the client is closed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            soonest = System.nanoTime() + GRACE;
            for (Task task = last; task != null; task = task.previous) {
                task.due = soonest;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes workers run the tasks that the executor has not run in time.
     *
     * @return the {@link System#nanoTime()} at which to check again, or 0 if no task is waiting
     */
    long expire(long now) {
        List<Task> overdue = new ArrayList<>(0);
        long next;
        lock.lock();
        try {
            if (last != null && soonest - now <= 0) {
                soonest = now + GRACE;
                boolean firstSeen = true;
                for (Task task = last; task != null; task = task.previous) {
                    if (task.due - now <= 0) {
                        overdue.add(task);
                        task.due = now + GRACE;
                    }
                    soonest = firstSeen || task.due - soonest < 0 ? task.due : soonest;
                    firstSeen = false;
                }
            }
            next = last == null ? 0 : soonest;
        } finally {
            lock.unlock();
        }
        for (Task task : overdue) {
            var unused = work(task);
        }
        return next;
    }

    /** Adds a task; returns when a worker is to run it if the executor has not. */
    private long add(Task task) {
        long patience = System.nanoTime() + GRACE;
        long end = task.first.deadline().end();
        lock.lock();
        try {
            task.due = !closed && end - patience > 0 ? end : patience;
            task.waiting = true;
            task.previous = last;
            if (last == null) {
                soonest = task.due;
            } else {
                last.next = task;
                soonest = task.due - soonest < 0 ? task.due : soonest;
            }
            last = task;
            return task.due;
        } finally {
            lock.unlock();
        }
    }

    private boolean take(Task task) {
        lock.lock();
        try {
            if (!task.waiting) {
                return false;
            }
            task.waiting = false;
            if (task.next == null) {
                last = task.previous;
            } else {
                task.next.previous = task.previous;
            }
            if (task.previous != null) {
                task.previous.next = task.next;
            }
            task.previous = null;
            task.next = null;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
