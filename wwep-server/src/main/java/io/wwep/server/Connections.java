package io.wwep.server;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections of a server, each with the thread that serves it. */
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Connection, Thread> open = new HashMap<>();
    private final int limit;
    private boolean closed;

    Connections(int limit) {
        this.limit = limit;
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

    /** Closes the connections whose peers have not taken a reply for this long. */
    void closeStalled(int millis) {
        for (Connection connection : now().keySet()) {
            if (connection.isStalled(millis)) {
                LOG.warn("{} is closed: its client has read no reply for {} ms", connection, millis);
                connection.close();
            }
        }
    }

    /** Closes all, and all that are yet to come. */
    Map<Connection, Thread> closeAll() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        Map<Connection, Thread> last = now();
        last.keySet().forEach(Connection::close);
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
