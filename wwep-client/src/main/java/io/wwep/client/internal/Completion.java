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
import java.util.concurrent.atomic.AtomicReference;
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

    /** A list of this many tasks need not be cleared of those that are done. */
    private static final int FEW_TASKS = 8;

    private final Executor executor;
    private final Resources workers;
    private final ListenerDispatcher listeners;
    private final Recording recording;
    private final LongConsumer attendBy;
    private final ReentrantLock lock = new ReentrantLock();

    /** The tasks that are not done, and some that are. */
    @GuardedBy("lock")
    private final List<Task> tasks = new ArrayList<>(0);

    /** If there are tasks, none is due before this {@link System#nanoTime()}. */
    @GuardedBy("lock")
    private long soonest;

    /** How many tasks there may be before those that are done are removed. */
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

    /**
     * Completes futures that ended together, on the executor, a waiting thread or a worker. Each call is taken separately: if a
     * stage blocks the thread, another one can complete the rest.
     */
    private final class Task implements Runnable, ReplyFuture.Completer {

        private final Ended collected = new Ended();

        /** The next call to be completed. Not guarded by the lock, which a waiting thread that runs out of stack would keep. */
        private final AtomicReference<@Nullable Call> next = new AtomicReference<>();

        /** The earliest deadline of its calls. */
        private long deadline;

        /** The {@link System#nanoTime()} at which a worker completes what is left. Changed under the lock. */
        private long due;

        Task(Call first) {
            collected.add(first);
            deadline = first.deadline().end();
        }

        void include(Call call) {
            collected.add(call);
            long end = call.deadline().end();
            deadline = end - deadline < 0 ? end : deadline;
        }

        /** Must be called once, before another thread may run it. */
        void publish() {
            next.set(collected.take());
        }

        boolean isDone() {
            return next.get() == null;
        }

        @Override
        public void run() {
            for (Call call = take(); call != null; call = take()) {
                completeNow(call);
            }
        }

        /** Completes the rest on workers, while the executor does not run it, or a stage blocks its thread. */
        void runOverdue() {
            Call call = take();
            while (call != null) {
                // The stages of this call may wait for a later one.
                boolean handedOn = future(call).hasDependents() && !isDone() && work(this::runOverdue);
                completeNow(call);
                call = handedOn ? null : take();
            }
        }

        @Override
        public void completeByWaiter(Call own) {
            Completion.this.completeByWaiter(own);
            Task staged = null;
            for (Call call = take(); call != null; call = take()) {
                if (future(call).hasDependents()) {
                    staged = append(staged, call);
                } else {
                    completeNow(call);
                }
            }
            handOverByWorker(staged);
        }

        private @Nullable Call take() {
            Call call = next.get();
            while (call != null && !next.compareAndSet(call, call.nextEnded)) {
                call = next.get();
            }
            if (call != null) {
                call.nextEnded = null; // a future that is kept must not keep those after it
            }
            return call;
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

    private static ReplyFuture<?> future(Call call) {
        return Objects.requireNonNull(call.future());
    }

    /**
     * Wakes callers, and has futures completed. A thread that waits for a future completes it; the first such thread also those
     * that no thread waits for. Those with stages, and all if no thread waits, are left to the executor.
     */
    void wake(Ended ended) {
        Call call = ended.take();
        if (call == null) {
            return;
        }
        // A recorder is user code: it must not run on a thread that waits for another call.
        Call waitedFor = recording.hasRecorders() ? null : firstWaitedFor(call);
        Task plain = null;
        Task staged = null;
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
    private void leave(Call waitedFor, @Nullable Task others) {
        if (others == null) {
            if (!future(waitedFor).leaveToWaiter(this)) {
                handOver(new Task(waitedFor));
            }
            return;
        }
        long due = add(others, false);
        if (future(waitedFor).leaveToWaiter(others)) {
            attendBy.accept(due);
        } else {
            start(others, due);
            handOver(new Task(waitedFor));
        }
    }

    /** Hands a task, if there is one, to the executor. */
    private void handOver(@Nullable Task task) {
        if (task != null) {
            start(task, add(task, true));
        }
    }

    /** Hands a task, if there is one, to the executor, from a thread that must not run user code: the executor may be any. */
    private void handOverByWorker(@Nullable Task task) {
        if (task != null) {
            long due = add(task, false);
            if (!work(() -> start(task, due))) {
                attendBy.accept(due);
            }
        }
    }

    private void start(Task task, long due) {
        attendBy.accept(due);
        if (!run(task)) {
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

    /** Shortens the time of tasks that are not done, since the client is closed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            long end = System.nanoTime() + GRACE;
            for (Task task : tasks) {
                task.due = task.due - end < 0 ? task.due : end;
            }
            soonest = soonest - end < 0 ? soonest : end;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes workers run the tasks that no other thread has completed in time.
     *
     * @return the {@link System#nanoTime()} at which to check again, or 0 if no task is waiting
     */
    long expire(long now) {
        List<Task> overdue = new ArrayList<>(0);
        long next;
        lock.lock();
        try {
            // Otherwise a check that comes too early does no harm, and clearing the list each time would cost. If there
            // are no
            // tasks, nothing may be loaded here: the bundle of a closed client may be gone.
            if (!tasks.isEmpty() && (closed || soonest - now <= 0)) {
                tasks.removeIf(Task::isDone);
            }
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
            var unused = work(task::runOverdue);
        }
        return next;
    }

    /**
     * Adds a task, which other threads may run from now on.
     *
     * @param untilDeadline whether it may take until its deadline, as on an executor; otherwise it must be done in {@link #GRACE}
     * @return the {@link System#nanoTime()} at which a worker runs it if no other thread has
     */
    private long add(Task task, boolean untilDeadline) {
        task.publish();
        long patience = System.nanoTime() + GRACE;
        lock.lock();
        try {
            task.due = !closed && untilDeadline && task.deadline - patience > 0 ? task.deadline : patience;
            if (tasks.size() >= mostTasks) {
                tasks.removeIf(Task::isDone);
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
