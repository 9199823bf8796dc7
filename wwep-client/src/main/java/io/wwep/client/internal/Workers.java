package io.wwep.client.internal;

import java.nio.channels.SelectionKey;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Threads for tasks that may block, and for code of the user. A few threads share all tasks. While tasks wait, and those before
 * them are slow, there are some more threads; beyond that, others start only while no task ends at all, so that tasks which wait
 * for each other, or block for long, delay the others only briefly. Thread-safe.
 */
final class Workers extends EventLoop.Handler {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static final int FEW = Math.max(1, Math.min(4, PROCESSORS / 2));

    /** How many threads there may be while tasks are slow. */
    private static final int SOME = Math.max(4, PROCESSORS);

    /** Tasks are slow if fewer of them end within the time for which others wait. */
    private static final int SLOW = 8;

    /** After this many looks in a row at which no task had ended, all threads are considered stuck. */
    private static final int STUCK = 10;

    /** How many more threads there may be for tasks that wait at the end. */
    private static final int MOST_AT_END = 64;

    /** How long tasks may wait until another thread is considered. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long IDLE_MILLIS = 500;

    private final ThreadPoolExecutor pool;

    /** Whether a loop's timer is armed, or about to be, since tasks wait. */
    private final AtomicBoolean watched = new AtomicBoolean();

    /** How many tasks were completed at the last look. For the loop's thread. */
    private long completed;

    /** How many looks in a row found that no task had ended since the look before. For the loop's thread. */
    private int idleLooks;

    /** The loop whose timer is used. For its own thread. */
    private @Nullable EventLoop watcher;

    Workers(ThreadFactory threads) {
        pool = new ThreadPoolExecutor(
                FEW, Integer.MAX_VALUE, IDLE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task soon.
     *
     * @param loop notices that tasks wait; if null, none does
     */
    void execute(Runnable task, @Nullable EventLoop loop) {
        pool.execute(task);
        if (loop != null) {
            watch(loop);
        } else if (!pool.getQueue().isEmpty()) {
            grow();
        }
    }

    private void watch(EventLoop loop) {
        if (!pool.getQueue().isEmpty() && watched.compareAndSet(false, true)) {
            loop.execute(() -> {
                watcher = loop;
                completed = pool.getCompletedTaskCount();
                loop.arm(this, System.nanoTime() + PATIENCE);
            });
        }
    }

    private void grow() {
        // It starts a thread only for a task that waits.
        pool.setCorePoolSize(Math.max(pool.getCorePoolSize(), pool.getPoolSize()) + 1);
    }

    /** Ends the threads once the tasks there are have been run. */
    void end() {
        int waiting = pool.getQueue().size();
        if (waiting > 0) {
            // No loop will notice that what is running blocks.
            pool.setCorePoolSize(pool.getPoolSize() + Math.min(waiting, MOST_AT_END));
        }
        pool.shutdown();
    }

    // ---- on the loop's thread ----

    @Override
    void expire(long now) {
        EventLoop loop = watcher;
        if (loop == null) {
            return;
        }
        if (pool.getQueue().isEmpty()) {
            pool.setCorePoolSize(FEW);
            watched.set(false);
            watch(loop); // one may have come in between
            return;
        }
        loop.arm(this, now + PATIENCE);
        long before = completed;
        completed = pool.getCompletedTaskCount();
        long ended = completed - before;
        idleLooks = ended == 0 ? idleLooks + 1 : 0;
        if (idleLooks >= STUCK || (ended < SLOW && pool.getPoolSize() < SOME)) {
            try {
                grow();
            } catch (OutOfMemoryError e) { // no thread can start at the moment
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
