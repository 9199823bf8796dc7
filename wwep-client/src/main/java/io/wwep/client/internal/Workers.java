package io.wwep.client.internal;

import java.nio.channels.SelectionKey;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Threads for user code and tasks that may block. A few threads share all tasks. While tasks wait because others are slow, a
 * few more threads start; beyond that, another one starts only while no task ends at all, so that tasks that wait for each
 * other, or block for long, delay the others only briefly. Thread-safe.
 */
final class Workers extends EventLoop.Handler {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** How many threads there may be while tasks do not block. */
    static final int USUAL_THREADS = Math.max(1, Math.min(4, PROCESSORS / 2));

    /** How many threads there may be while tasks are slow. */
    private static final int MAX_THREADS_WHILE_SLOW = Math.max(2, PROCESSORS);

    /** Tasks count as slow if others are waiting, and fewer than this many end between two checks. */
    private static final int MIN_TASKS_PER_CHECK = 8;

    /** All threads count as stuck if no task ends during this many checks in a row. */
    private static final int CHECKS_UNTIL_STUCK = 10;

    /** How many more threads may start for the tasks that are waiting at shutdown. */
    private static final int MOST_AT_END = 64;

    /** The time between checks, while tasks are waiting. */
    private static final long CHECK_INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long IDLE_MILLIS = 500;

    private final ThreadPoolExecutor pool;

    /** Whether a loop's timer is armed, or about to be, because tasks are waiting. */
    private final AtomicBoolean watched = new AtomicBoolean();

    /** The number of completed tasks at the last check. For the loop's thread. */
    private long completed;

    /** The number of consecutive checks without a newly completed task. For the loop's thread. */
    private int stalledChecks;

    /** The loop whose timer is used. For the loop's thread. */
    private @Nullable EventLoop watcher;

    Workers(ThreadFactory threads) {
        pool = new ThreadPoolExecutor(
                USUAL_THREADS,
                Integer.MAX_VALUE,
                IDLE_MILLIS,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                threads);
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task soon. If this throws, which it does if no thread can start, it does not run it.
     *
     * @param loop notices waiting tasks; if null, nothing does
     */
    void execute(Runnable task, @Nullable EventLoop loop) {
        try {
            pool.execute(task);
        } catch (RuntimeException | Error e) {
            // It is in the queue if the last thread has ended just now.
            pool.remove(task);
            throw e;
        }
        if (loop != null) {
            watch(loop);
        } else if (!pool.getQueue().isEmpty()) {
            try {
                grow(1);
            } catch (RuntimeException | Error e) {
                // No more threads can start: those that are running will run the task.
            }
        }
    }

    private void watch(EventLoop loop) {
        if (!pool.getQueue().isEmpty() && watched.compareAndSet(false, true)) {
            loop.execute(() -> {
                watcher = loop;
                completed = pool.getCompletedTaskCount();
                loop.arm(this, System.nanoTime() + CHECK_INTERVAL);
            });
        }
    }

    /** Starts this many more threads, but none without a task that must wait. */
    private void grow(int threads) {
        int before = pool.getCorePoolSize();
        try {
            pool.setCorePoolSize(Math.max(before, pool.getPoolSize()) + threads);
        } catch (RuntimeException | Error e) { // no thread can start
            // Otherwise the pool would refuse the next tasks, in place of queueing them for the threads it has.
            pool.setCorePoolSize(before);
            throw e;
        }
    }

    /** Ends the threads once they have run the pending tasks. */
    void end() {
        int waiting = pool.getQueue().size();
        try {
            if (waiting > 0) {
                // No loop will notice if running tasks block.
                grow(Math.min(waiting, MOST_AT_END));
            }
        } catch (RuntimeException | Error e) {
            // No more threads can start: those that are running will run the tasks.
        } finally {
            pool.shutdown();
        }
    }

    // ---- on the loop's thread ----

    @Override
    void expire(long now) {
        EventLoop loop = watcher;
        if (loop == null) {
            return;
        }
        if (pool.getQueue().isEmpty()) {
            pool.setCorePoolSize(USUAL_THREADS);
            watched.set(false);
            watch(loop); // a task may have been added in between
            return;
        }
        loop.arm(this, now + CHECK_INTERVAL);
        long before = completed;
        completed = pool.getCompletedTaskCount();
        long ended = completed - before;
        stalledChecks = ended == 0 ? stalledChecks + 1 : 0;
        if (stalledChecks >= CHECKS_UNTIL_STUCK
                || (ended < MIN_TASKS_PER_CHECK && pool.getPoolSize() < MAX_THREADS_WHILE_SLOW)) {
            try {
                grow(1);
            } catch (RuntimeException | Error e) { // no thread can start
                WireLog.loopFailed(e);
            }
        }
    }

    @Override
    void ready(SelectionKey key) {
        key.cancel(); // it waits for no channel
    }

    @Override
    boolean sweep(long now) {
        return false;
    }
}
