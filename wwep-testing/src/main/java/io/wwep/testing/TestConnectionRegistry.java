package io.wwep.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Registers a test server's open connections, each with its thread. Safe for use by several threads at once. */
final class TestConnectionRegistry {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<TestConnection, Thread> open = new HashMap<>();

    /** Serves a connection on a new thread. */
    void start(TestConnection connection, String name) {
        Thread thread = new Thread(() -> runAndRemove(connection), name + "-connection-" + connection.number());
        thread.setDaemon(true);
        lock.lock();
        try {
            open.put(connection, thread);
        } finally {
            lock.unlock();
        }
        thread.start();
    }

    private void runAndRemove(TestConnection connection) {
        try {
            connection.run();
        } finally {
            lock.lock();
            try {
                open.remove(connection);
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int open() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits up to this long until no connection is open. Returns the number of open connections. */
    int awaitNone(Duration time) {
        long nanos = time.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && nanos > 0) {
                nanos = ended.awaitNanos(nanos);
            }
            return open.size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections and waits for their threads. */
    void close(Duration limit) {
        Map<TestConnection, Thread> all;
        lock.lock();
        try {
            all = Map.copyOf(open);
        } finally {
            lock.unlock();
        }
        all.keySet().forEach(TestConnection::close);
        all.values().forEach(thread -> join(thread, limit));
    }

    /** Waits for a thread to end, unless it is the calling thread. */
    static void join(Thread thread, Duration limit) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.timedJoin(thread, limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the test server's thread " + thread.getName() + " did not end within "
                    + limit.toSeconds() + " s; check whether a dispatcher is blocked");
        }
    }
}
