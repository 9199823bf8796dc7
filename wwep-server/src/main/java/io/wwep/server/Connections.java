package io.wwep.server;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections of a server, on all its ports, each with the thread that serves it. */
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Connection, Thread> open = new HashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final int limit;
    private boolean closed;

    Connections(int limit) {
        this.limit = limit;
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
        connection.close();
        if (full) {
            LOG.warn("{} was refused: there are {} connections, the server's limit", connection, limit);
        }
        return false;
    }

    void remove(Connection connection) {
        lock.lock();
        try {
            open.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the connections that are overdue.
     *
     * @param latest a {@link System#nanoTime()}
     * @return when the next one will be, but no later than that
     */
    long closeOverdue(long latest) {
        long next = latest;
        for (Connection connection : now().keySet()) {
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

    /** Hangs up on all, and on all that are yet to come. */
    Map<Connection, Thread> hangUp() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        Map<Connection, Thread> last = now();
        last.keySet().forEach(Connection::hangUp);
        return last;
    }

    private Map<Connection, Thread> now() {
        lock.lock();
        try {
            return new HashMap<>(open);
        } finally {
            lock.unlock();
        }
    }
}
