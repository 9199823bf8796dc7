package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The threads that clients share: the event loop, workers for user code and tasks that may block, and a thread for each host
 * name being looked up. They start when a client first needs them, and end with the last client that needed them. All are
 * daemons. Thread-safe.
 */
public final class Resources {

    private final BiFunction<Runnable, String, Thread> threads;
    private final Lookups lookups = new Lookups(this);
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private int users;

    @GuardedBy("lock")
    private @Nullable EventLoop loop;

    @GuardedBy("lock")
    private @Nullable Workers workers;

    /**
     * Creates resources; starts no thread yet.
     *
     * @param threads creates a thread from its task and its name
     */
    public Resources(BiFunction<Runnable, String, Thread> threads) {
        this.threads = threads;
    }

    Lookups lookups() {
        return lookups;
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
                    workers.end();
                    workers = null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task that may block, on one of the workers. */
    public void execute(Runnable blocking) {
        lock.lock();
        try {
            if (workers == null) {
                workers = new Workers(work -> daemon(work, "wwep-worker"));
            }
            // Under the lock: otherwise the last user's release could shut it down in between.
            workers.execute(blocking, loop);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a thread.
     *
     * @param undo run if the thread cannot start, to revert what was prepared for it
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
