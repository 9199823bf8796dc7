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
 * Wakes the callers of calls that ended, and completes futures, on their executor. A future that the executor has not
 * completed some time after its deadline, or after the client was closed, is completed on a worker. Under no lock. Thread-safe.
 */
final class Completion {

    /** How long the executor may take, past the deadline: what follows on a future should run there if it can. */
    static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

    private final Executor executor;
    private final Resources workers;
    private final ListenerDispatcher listeners;
    private final Recording recording;
    private final LongConsumer attendBy;
    private final ReentrantLock lock = new ReentrantLock();

    /** The last of the tasks that nobody runs yet. */
    @GuardedBy("lock")
    private @Nullable Task last;

    /** No task is due before this {@link System#nanoTime()}, if there is one. */
    @GuardedBy("lock")
    private long soonest;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * Completes nothing yet.
     *
     * @param executor null for the default
     * @param workers complete what the executor does not
     * @param listeners receive what was queued for them when calls ended
     * @param recording records each call before its future completes
     * @param attendBy has the loop call {@link #expire} at this {@link System#nanoTime()}
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

    /** As {@link CompletableFuture#defaultExecutor()}: the common pool, if one thread that is busy leaves it another. */
    private static Executor defaultExecutor(Resources workers) {
        return ForkJoinPool.getCommonPoolParallelism() > 1 ? ForkJoinPool.commonPool() : workers::execute;
    }

    /** Completes futures that ended together. Whoever runs it first does so. */
    private final class Task implements Runnable {

        private final Call first;

        // Changed under the lock:

        /** The {@link System#nanoTime()} at which a worker is to run it. */
        private long due;

        private boolean waiting;
        private @Nullable Task previous;
        private @Nullable Task next;

        Task(Call first) {
            this.first = first;
        }

        @Override
        public void run() {
            if (take(this)) {
                for (Call call = first; call != null; call = call.nextEnded) {
                    completeNow(call);
                }
            }
        }
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
            handOver(futures);
        }
        listeners.dispatch();
    }

    /** Has the futures of these calls completed, which are linked by {@link Call#nextEnded}. */
    private void handOver(Call first) {
        Task task = new Task(first);
        long due = add(task);
        if (!run(task)) {
            due = System.nanoTime() + GRACE;
            hasten(task, due);
        }
        attendBy.accept(due);
    }

    /** Completes the future of a call: where nothing can follow on it yet, since its user does not have it. */
    void completeNow(Call call) {
        recording.record(call);
        ReplyFuture future = Objects.requireNonNull(call.future());
        WwepException failure = call.isAnswered() ? null : call.failure();
        if (failure == null) {
            future.succeed(call.reply(0));
        } else {
            future.fail(failure);
        }
    }

    /** Runs what leads to code of the user, which may block; false if nobody can at the moment. */
    private boolean run(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RuntimeException | Error e) {
            // It was shut down before the client, or has no thread left; the future must still complete.
            return work(task);
        }
    }

    private boolean work(Runnable task) {
        try {
            workers.execute(task);
            return true;
        } catch (RuntimeException | Error e) { // no thread is left at the moment: it is tried again when it is due
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

    /** Passes on to the listeners what was queued when no call ended. */
    void dispatch() {
        listeners.dispatch();
    }

    /** Gives the executor a moment for what it has not run yet: the client is closed. */
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
     * Has workers complete what the executor has not in time.
     *
     * @return the {@link System#nanoTime()} at which to look again, or 0 if nothing waits for the executor
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

    /** Gives when a worker is to run it if the executor has not. */
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
