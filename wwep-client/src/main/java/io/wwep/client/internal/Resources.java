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
 * The threads that clients share: the event loop, and workers for what may block, such as connecting for a future. They start
 * when a client first needs them, and end with the last client that did; all are daemons. Thread-safe.
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
     * Starts no thread yet.
     *
     * @param threads makes a thread of its work and its name
     */
    public Resources(BiFunction<Runnable, String, Thread> threads) {
        this.threads = threads;
    }

    /** Adds a user; the loop starts if it is the first one. */
    EventLoop acquire() throws IOException {
        lock.lock();
        try {
            EventLoop running = running();
            users++;
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Another loop for a user of one that has failed. */
    EventLoop replace() throws IOException {
        lock.lock();
        try {
            return running();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private EventLoop running() throws IOException {
        EventLoop running = loop;
        if (running == null || running.hasEnded()) {
            running = EventLoop.start(this);
            loop = running;
        }
        return running;
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

    /** Runs what may block, on a thread that is free or a new one. */
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
            // Under the lock: else the last user's release could shut it down in between.
            workers.execute(blocking);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a thread.
     *
     * @param undo is run if it cannot start: takes back what was noted of it
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
                    "no thread can start (" + e.getMessage() + "); see how many threads the process has, and may have",
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
