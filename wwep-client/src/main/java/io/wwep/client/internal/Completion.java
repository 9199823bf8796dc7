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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the callers of ended calls, and has futures completed: by a thread that waits for them if no stage depends on them,
 * otherwise by their executor. If neither has completed a future some time after its deadline, or after the client was closed, a
 * worker does. Holds no lock meanwhile. Thread-safe.
 */
final class Completion implements ReplyFuture.Completer {

    /** How long the executor may exceed the deadline, so that dependent stages run on it if possible. */
    static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

    /** So many tasks that have run may remain in the list. */
    private static final int FEW_TASKS = 8;

    private final Executor executor;
    private final Resources workers;
    private final ListenerDispatcher listeners;
    private final Recording recording;
    private final LongConsumer attendBy;
    private final ReentrantLock lock = new ReentrantLock();

    /** The tasks that have not run yet, and some that have. */
    @GuardedBy("lock")
    private final List<Task> tasks = new ArrayList<>(0);

    /** If there are tasks, none is due before this {@link System#nanoTime()}. */
    @GuardedBy("lock")
    private long soonest;

    /** How many tasks there may be before those that have run are removed. */
    @GuardedBy("lock")
    private int mostTasks = FEW_TASKS;

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

        private final Ended calls = new Ended();

        /** Not guarded by the lock, which a waiting thread that runs out of stack would keep. */
        private final AtomicBoolean taken = new AtomicBoolean();

        /** The earliest deadline of its calls. */
        private long deadline;

        /** The {@link System#nanoTime()} at which a worker runs it, unless it has run before. Changed under the lock. */
        private long due;

        Task(Call first) {
            calls.add(first);
            deadline = first.deadline().end();
        }

        void include(Call call) {
            calls.add(call);
            long end = call.deadline().end();
            deadline = end - deadline < 0 ? end : deadline;
        }

        boolean isTaken() {
            return taken.get();
        }

        @Override
        public void run() {
            complete(true);
        }

        @Override
        public void completeByWaiter(Call own) {
            Completion.this.completeByWaiter(own);
            complete(false);
        }

        private void complete(boolean mayRunStages) {
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            Task others = null;
            Call call = calls.take();
            while (call != null) {
                Call following = unlink(call);
                if (mayRunStages || !future(call).hasDependents()) {
                    completeNow(call);
                } else {
                    others = append(others, call);
                }
                call = following;
            }
            handOver(others);
        }
    }

    /** Adds a call to a task, or to a new one. */
    private Task append(@Nullable Task task, Call call) {
        if (task == null) {
            return new Task(call);
        }
        task.include(call);
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
     * Wakes the callers of these calls, and has their futures completed. A thread that waits for a future completes it. The first
     * such thread also completes those that no thread waits for. Futures with stages, and all others, go to the executor.
     */
    void wake(Ended ended) {
        Call call = ended.take();
        if (call == null) {
            return;
        }
        // A recorder is user code: it must not run on a thread that waits for another call.
        Call waitedFor = recording.hasRecorders() ? null : firstWaitedFor(call);
        Task byWaiter = null;
        Task byExecutor = null;
        while (call != null) {
            Call following = unlink(call);
            ReplyFuture<?> future = call.future();
            if (future == null) {
                call.waiter.unpark();
            } else if (call != waitedFor && !future.leaveToWaiter(this)) {
                if (waitedFor != null && !future.hasDependents()) {
                    byWaiter = append(byWaiter, call);
                } else {
                    byExecutor = append(byExecutor, call);
                }
            }
            call = following;
        }
        if (waitedFor != null && !leave(waitedFor, byWaiter)) {
            byExecutor = append(byExecutor, waitedFor);
        }
        handOver(byExecutor);
        listeners.dispatch();
    }

    private static @Nullable Call firstWaitedFor(Call first) {
        Call call = first;
        while (call != null && (call.future() == null || !future(call).isWaitedFor())) {
            call = call.nextEnded;
        }
        return call;
    }

    /** Leaves a call to the thread that waits for it, with others; if that fails, hands only the others to the executor. */
    private boolean leave(Call waitedFor, @Nullable Task others) {
        if (others == null) {
            return future(waitedFor).leaveToWaiter(this);
        }
        long due = add(others);
        boolean left = future(waitedFor).leaveToWaiter(others);
        if (left) {
            attendBy.accept(due);
        } else {
            start(others, due);
        }
        return left;
    }

    /** Hands a task, if there is one, to the executor. */
    private void handOver(@Nullable Task task) {
        if (task != null) {
            start(task, add(task));
        }
    }

    private void start(Task task, long due) {
        if (run(task)) {
            attendBy.accept(due);
        } else {
            long again = System.nanoTime() + GRACE;
            hasten(task, again);
            attendBy.accept(again);
        }
    }

    /** Completes the future of a call on this thread, which waits for it, or on the executor if a stage depends on it by now. */
    @Override
    public void completeByWaiter(Call own) {
        if (future(own).hasDependents()) {
            handOver(new Task(own));
        } else {
            completeNow(own);
        }
    }

    /** Completes the future of a call on this thread, and so runs its stages. Used directly while the user does not have it. */
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

    /** Shortens the deadline of tasks that have not run yet, since the client is closed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            soonest = System.nanoTime() + GRACE;
            for (Task task : tasks) {
                task.due = soonest;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes workers run the tasks that no other thread has run in time.
     *
     * @return the {@link System#nanoTime()} at which to check again, or 0 if no task is waiting
     */
    long expire(long now) {
        List<Task> overdue = new ArrayList<>(0);
        long next;
        lock.lock();
        try {
            tasks.removeIf(Task::isTaken);
            if (soonest - now <= 0) {
                soonest = now + GRACE;
                boolean first = true;
                for (Task task : tasks) {
                    if (task.due - now <= 0) {
                        overdue.add(task);
                        task.due = now + GRACE;
                    }
                    soonest = first || task.due - soonest < 0 ? task.due : soonest;
                    first = false;
                }
            }
            next = tasks.isEmpty() ? 0 : soonest;
        } finally {
            lock.unlock();
        }
        for (Task task : overdue) {
            var unused = work(task);
        }
        return next;
    }

    /** Adds a task; returns when a worker is to run it if no other thread has. */
    private long add(Task task) {
        long patience = System.nanoTime() + GRACE;
        lock.lock();
        try {
            task.due = !closed && task.deadline - patience > 0 ? task.deadline : patience;
            if (tasks.size() >= mostTasks) {
                tasks.removeIf(Task::isTaken);
                mostTasks = Math.max(FEW_TASKS, 2 * tasks.size());
            }
            soonest = tasks.isEmpty() || task.due - soonest < 0 ? task.due : soonest;
            tasks.add(task);
            return task.due;
        } finally {
            lock.unlock();
        }
    }
}
