package io.wwep.server;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The open connections of a server, on all its ports, each with the thread that serves it. */
final class Connections {

    /** How long a connection that was about to wait for a request may go on waiting while the server ends. */
    private static final long FINISH_MILLIS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Connection, Thread> open = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final int limit;
    private final TroubleLog troubles;
    private boolean closed;

    Connections(int limit, TroubleLog troubles) {
        this.limit = limit;
        this.troubles = troubles;
    }

    /** The number of the next connection, from 1. */
    long nextNumber() {
        return count.incrementAndGet();
    }

    /** Takes a connection in; false: it is one too many, or the server is closed, and so it was closed. */
    boolean add(Connection connection, Thread thread) {
        boolean full;
        lock.lock();
        try {
            full = open.size() >= limit;
            if (!closed && !full) {
                open.put(connection, thread);
                return true;
            }
        } finally {
            lock.unlock();
        }
        if (full) {
            refused.increment(); // before its client can see it
        }
        connection.close();
        if (full) {
            troubles.warn(connection, "was refused: there are " + limit + " connections, the server's limit", "");
        }
        return false;
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    /** How many were taken in or refused. */
    long accepted() {
        return count.get();
    }

    /** How many of them were one too many. */
    long refused() {
        return refused.sum();
    }

    /** How many there are now. */
    int open() {
        return open.size();
    }

    /**
     * Closes the connections that are overdue.
     *
     * @param latest a {@link System#nanoTime()}
     * @return when the next one will be, but no later than that
     */
    long closeOverdue(long latest) {
        long next = latest;
        for (Connection connection : open.keySet()) {
            long due = connection.due();
            if (due == Connection.NEVER) {
                continue;
            }
            if (System.nanoTime() - due >= 0) {
                connection.close();
            } else if (due - next < 0) {
                next = due;
            }
        }
        return next;
    }

    /**
     * Has each end when all is answered that has come on it, and waits for that; all that are yet to come are refused. Does
     * nothing on a thread that serves one of them.
     *
     * @return whether all have ended
     */
    boolean finish(long limitNanos) throws InterruptedException {
        long end = System.nanoTime() + limitNanos;
        takeNoMore();
        if (open.containsValue(Thread.currentThread())) {
            return false;
        }
        for (Map.Entry<Connection, Thread> one = any(); one != null; one = any()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            open.keySet().forEach(Connection::finish);
            one.getValue().join(Math.min(FINISH_MILLIS, Connection.millisUntil(end)));
        }
        return true;
    }

    private Map.@Nullable Entry<Connection, Thread> any() {
        Iterator<Map.Entry<Connection, Thread>> all = open.entrySet().iterator();
        return all.hasNext() ? all.next() : null;
    }

    /** Hangs up on all, and on all that are yet to come. */
    Map<Connection, Thread> hangUp() {
        takeNoMore();
        Map<Connection, Thread> last = new HashMap<>(open);
        last.keySet().forEach(Connection::hangUp);
        return last;
    }

    private void takeNoMore() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
