package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The threads that clients share: the event loop, and workers for tasks that may block, such as connecting for a future. They
 * start when a client first needs them, and end with the last client that needed them. All are daemons. Thread-safe.
 */
public final class Resources {

    private static final long WORKER_IDLE_MILLIS = 500;

    private final BiFunction<Runnable, String, Thread> threads;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private int users;

    @GuardedBy("lock")
    private @Nullable EventLoop loop;

    @GuardedBy("lock")
    private @Nullable ExecutorService workers;

    /**
     * Creates resources; starts no thread yet.
     *
     * @param threads creates a thread from its task and its name
     */
    public Resources(BiFunction<Runnable, String, Thread> threads) {
        this.threads = threads;
    }

    /** Adds a user; the loop starts if it is the first one. */
    EventLoop acquire() throws IOException {
        lock.lock();
        try {
            EventLoop running = loop;
            if (running == null) {
                running = EventLoop.start(this);
                loop = running;
            }
            users++;
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Removes a user; the threads end with the last one. */
    void release() {
        lock.lock();
        try {
            users--;
            if (users == 0) {
                if (loop != null) {
                    loop.end();
                    loop = null;
                }
                if (workers != null) {
                    workers.shutdown();
                    workers = null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task that may block, on a free thread or a new one. */
    public void execute(Runnable blocking) {
        lock.lock();
        try {
            if (workers == null) {
                workers = new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        WORKER_IDLE_MILLIS,
                        TimeUnit.MILLISECONDS,
                        new SynchronousQueue<>(),
                        work -> daemon(work, "wwep-worker"));
            }
            // Under the lock: otherwise the last user's release could shut it down in between.
            workers.execute(blocking);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a thread.
     *
     * @param undo run if it cannot start, to revert what was prepared for it
     * @throws IOException if no thread can start at the moment
     */
    Thread start(Runnable work, String name, Runnable undo) throws IOException {
        boolean started = false;
        try {
            Thread thread = daemon(work, name);
            thread.start();
            started = true;
            return thread;
        } catch (OutOfMemoryError e) {
            throw new IOException(
                    "no thread can start (" + e.getMessage()
                            + "); check how many threads the process has, and how many it may have",
                    e);
        } finally {
            if (!started) {
                undo.run();
            }
        }
    }

    private Thread daemon(Runnable work, String name) {
        Thread thread = threads.apply(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
