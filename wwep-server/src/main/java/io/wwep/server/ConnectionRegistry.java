package io.wwep.server;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Registers a server's open connections, on all its ports, each with its serving thread. */
final class ConnectionRegistry {

    /** How often {@link #finish} signals connections: one may have been about to wait for a request. */
    private static final long FINISH_MILLIS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Connection, Thread> open = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final int limit;
    private final RateLimitedLog log;
    private boolean stopped;

    ConnectionRegistry(int limit, RateLimitedLog log) {
        this.limit = limit;
        this.log = log;
    }

    /** Returns the next connection number, from 1. */
    long nextNumber() {
        return count.incrementAndGet();
    }

    /** Adds a connection. Returns false, and closes it, if the limit is reached or the registry no longer accepts. */
    boolean add(Connection connection, Thread thread) {
        boolean full;
        lock.lock();
        try {
            full = open.size() >= limit;
            if (!stopped && !full) {
                open.put(connection, thread);
                return true;
            }
        } finally {
            lock.unlock();
        }
        if (full) {
            refused.increment(); // before the client notices
        }
        connection.close();
        if (full) {
            log.warn(connection, "was refused: the server's limit of " + limit + " connections is reached", "");
        }
        return false;
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    /** Returns the number of connections accepted or refused. */
    long accepted() {
        return count.get();
    }

    /** Returns the number of connections refused because the limit was reached. */
    long refused() {
        return refused.sum();
    }

    /** Returns the number of open connections. */
    int open() {
        return open.size();
    }

    /**
     * Closes connections that are past their deadline.
     *
     * @param latest a {@link System#nanoTime()}
     * @return the earliest deadline that remains, but no later than {@code latest}
     */
    long closeOverdue(long latest) {
        long next = latest;
        for (Connection connection : open.keySet()) {
            long deadline = connection.deadline().nanoTime();
            if (deadline == Deadline.NONE) {
                continue;
            }
            if (System.nanoTime() - deadline >= 0) {
                connection.close();
            } else if (deadline - next < 0) {
                next = deadline;
            }
        }
        return next;
    }

    /**
     * Stops accepting, and waits until each connection has ended after answering every request received. Does not wait
     * when called from a thread that serves a connection.
     *
     * @return whether all connections have ended
     */
    boolean finish(long limitNanos) throws InterruptedException {
        long end = System.nanoTime() + limitNanos;
        stopAccepting();
        if (open.containsValue(Thread.currentThread())) {
            return false;
        }
        for (Map.Entry<Connection, Thread> one = any(); one != null; one = any()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            open.keySet().forEach(Connection::finish);
            one.getValue().join(Math.min(FINISH_MILLIS, Deadline.millisUntil(end)));
        }
        return true;
    }

    private Map.@Nullable Entry<Connection, Thread> any() {
        Iterator<Map.Entry<Connection, Thread>> all = open.entrySet().iterator();
        return all.hasNext() ? all.next() : null;
    }

    /** Stops accepting and aborts all connections. Returns them, with their threads. */
    Map<Connection, Thread> abortAll() {
        stopAccepting();
        Map<Connection, Thread> aborted = new HashMap<>(open);
        aborted.keySet().forEach(Connection::abort);
        return aborted;
    }

    private void stopAccepting() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }
}
