package io.wwep.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections of one listening socket and has them served: each on a thread of its own, or
 * under the course profile one after the other on this one.
 */
final class Acceptor implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /** The time after a failure, such as too many open files, in which others can free what was missing. */
    private static final long PAUSE_MILLIS = 100;

    private final ServerSocket socket;
    private final Connections connections;
    private final Exchanges exchanges;
    private final ServerSettings settings;
    private final ThreadFactory threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int patrolMillis;
    private long nextPatrol;
    private long count;

    Acceptor(
            ServerSocket socket,
            Connections connections,
            Exchanges exchanges,
            ServerSettings settings,
            ThreadFactory threads) {
        this.socket = socket;
        this.connections = connections;
        this.exchanges = exchanges;
        this.settings = settings;
        this.threads = threads;
        this.patrolMillis = Math.max(1, settings.idleMillis() / 4);
    }

    @Override
    public void run() {
        nextPatrol = System.nanoTime();
        while (closed.getCount() > 0) {
            try {
                patrol();
                socket.setSoTimeout(Connection.millisUntil(nextPatrol));
                accept(socket.accept());
            } catch (SocketTimeoutException e) {
                // Time for the next patrol.
            } catch (IOException | RuntimeException | OutOfMemoryError e) { // no memory: no new thread
                if (closed.getCount() > 0) {
                    LOG.warn("accepting a connection failed; trying again: {}", e, e);
                    pause();
                }
            }
        }
    }

    /** Ends {@link #run} and frees the port. */
    void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", socket, e);
        }
    }

    /** Nothing else ends a write to a client that does not read: Java has no timeout for it. */
    private void patrol() {
        if (System.nanoTime() - nextPatrol >= 0) {
            connections.closeStalled(settings.idleMillis());
            nextPatrol = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patrolMillis);
        }
    }

    private void accept(Socket accepted) {
        Connection connection = new Connection(++count, accepted, exchanges);
        if (settings.profile() == ServerProfile.COURSE) {
            if (connections.add(connection, Thread.currentThread())) {
                serve(connection);
            }
            return;
        }
        boolean started = false;
        try {
            Thread thread = threads.newThread(() -> serve(connection));
            if (connections.add(connection, thread)) {
                thread.start();
            }
            started = true;
        } finally {
            if (!started) {
                connection.close();
                connections.remove(connection);
            }
        }
    }

    private void serve(Connection connection) {
        String end = "it failed";
        try {
            LOG.debug("{} is open", connection);
            connection.sendAtOnce();
            end = settings.profile() == ServerProfile.COURSE
                    ? new CourseSession(connection, exchanges, settings).serve()
                    : new StandardSession(connection, exchanges, settings).serve();
        } catch (Throwable e) { // one connection's failure, of whatever kind, is not the others'
            LOG.warn("{} failed: {}", connection, e, e);
        } finally {
            connection.close();
            connections.remove(connection);
            LOG.debug("{} is closed: {}", connection, end);
        }
    }

    private void pause() {
        try {
            if (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("accepting again");
            }
        } catch (InterruptedException e) {
            // Left over from a transaction listener on this thread; kept, it would make every pause none.
            LOG.debug("the pause was interrupted", e);
        }
    }
}
