package io.wwep.gateway;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single thread that starts the polls of all endpoints when they are due, and receives their replies. State
 * confined to it needs no lock. It never blocks; the only user code it runs is that of observers. Scheduling uses
 * {@link System#nanoTime()}, so clock changes have no effect.
 */
final class GatewayThread implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayThread.class);

    /** Maximum number of tasks to run before checking for due polls. */
    private static final int TURN = 64;

    private final InstantSource clock;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timed> timers = new PriorityQueue<>((a, b) -> Long.signum(a.due - b.due));
    private volatile boolean ended;

    // The time of the task or timer that is running:
    private long nanos;
    private Instant time;

    /** A task, and when it was submitted; for a reply, when it arrived. */
    private record Task(Runnable action, long nanos, Instant time) {}

    /** An action that runs at a scheduled time. */
    abstract static class Timed {

        private long due;
        private boolean queued;

        /** Runs the action; returns the time at which to run it again. */
        abstract long fire(long now);
    }

    GatewayThread(InstantSource clock) {
        this.clock = clock;
        this.time = clock.instant();
        this.thread = new Thread(this::run, "wwep-gateway");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Queues a task. */
    @Override
    public void execute(Runnable action) {
        if (!tryExecute(action)) {
            throw new RejectedExecutionException("the gateway is closed");
        }
    }

    /** Queues a task; returns false if the gateway is closed. */
    boolean tryExecute(Runnable action) {
        if (ended) {
            return false;
        }
        tasks.add(new Task(action, System.nanoTime(), clock.instant()));
        if (!isCurrent()) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** Stops the thread once it has run the tasks queued so far; waits for that at most the given time. */
    void close(long waitNanos) {
        tryExecute(() -> ended = true);
        if (isCurrent()) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, waitNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- on the thread itself ----

    /** Returns the {@link System#nanoTime()} at which the current task was submitted, or the current timer fired. */
    long nanos() {
        return nanos;
    }

    /** Returns the same time as {@link #nanos}, by the clock. */
    Instant time() {
        return time;
    }

    /** Schedules an action; if it is already scheduled, the earlier time applies. */
    void schedule(Timed timed, long due) {
        if (timed.queued) {
            if (timed.due - due <= 0) {
                return;
            }
            timers.remove(timed);
        }
        timed.due = due;
        timed.queued = true;
        timers.add(timed);
    }

    void cancel(Timed timed) {
        if (timed.queued) {
            timed.queued = false;
            timers.remove(timed);
        }
    }

    private void run() {
        while (!ended) {
            runTasks();
            fireTimers();
            Timed next = timers.peek();
            // An interrupted thread cannot park, so it would spin. Nobody uses interrupts to end this thread.
            Thread.interrupted();
            if (tasks.isEmpty() && !ended) {
                if (next == null) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, next.due - System.nanoTime());
                }
            }
        }
    }

    private void runTasks() {
        for (int i = 0; i < TURN; i++) {
            Task task = tasks.poll();
            if (task == null) {
                return;
            }
            begin(task.nanos, task.time);
            try {
                task.action.run();
            } catch (Throwable e) { // one endpoint must not stop the others
                LOG.error("a task of the gateway failed", e);
            }
        }
    }

    private void begin(long nanosNow, Instant timeNow) {
        // An observer may have interrupted the thread, which would fail the exchange that the next task starts.
        Thread.interrupted();
        nanos = nanosNow;
        time = timeNow;
    }

    private void fireTimers() {
        for (@Nullable Timed next = timers.peek(); next != null; next = timers.peek()) {
            long now = System.nanoTime();
            if (next.due - now > 0) {
                return;
            }
            timers.remove();
            next.queued = false;
            begin(now, clock.instant());
            long again = now + TimeUnit.SECONDS.toNanos(1);
            try {
                again = next.fire(now);
            } catch (Throwable e) { // one endpoint must not stop the others
                LOG.error("a poll failed", e);
            }
            schedule(next, again);
        }
    }
}
