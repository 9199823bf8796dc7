package io.wwep.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections of one listening socket, and has each served on a thread of its own: side by
 * side, or under a course profile one after the other.
 */
final class Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /** The time after a failure, such as too many open files, in which others can free what was missing. */
    private static final long PAUSE_MILLIS = 100;

    private static final long SHORTEST_PATROL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final String CANNOT_ACCEPT =
            "cannot accept a connection and goes on trying; if too many files are open, allow the"
                    + " process more of them (ulimit -n), or the server fewer connections";

    private final ServerSocket socket;
    private final @Nullable Handshake handshake;
    private final Connections connections;
    private final RequestHandler handler;
    private final ServerSettings settings;
    private final InetSocketAddress address;
    private final ThreadFactory threads;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long patrolNanos;
    private long nextPatrol;

    /**
     * @param socket listens already
     * @param handshake null for a plain port
     */
    Acceptor(
            ServerSocket socket,
            @Nullable Handshake handshake,
            Connections connections,
            RequestHandler handler,
            ServerSettings settings) {
        this(socket, handshake, connections, handler, settings, ConnectionThreads.named(name(socket) + "-connection-"));
    }

    /** With other threads for the connections. */
    Acceptor(
            ServerSocket socket,
            @Nullable Handshake handshake,
            Connections connections,
            RequestHandler handler,
            ServerSettings settings,
            ThreadFactory threads) {
        this.socket = socket;
        this.handshake = handshake;
        this.connections = connections;
        this.handler = handler;
        this.settings = settings;
        this.threads = threads;
        this.address = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        this.thread = new Thread(this::run, name(socket));
        thread.setDaemon(false);
        // No time limit that is watched over is shorter.
        long shortest = Math.min(settings.idleMillis(), TroubleLog.PERIOD_MILLIS);
        if (handshake != null) {
            shortest = Math.min(shortest, handshake.limitMillis());
        }
        this.patrolNanos = TimeUnit.MILLISECONDS.toNanos(shortest);
    }

    private static String name(ServerSocket socket) {
        return "wwep-server-" + socket.getLocalPort();
    }

    void start() {
        thread.start();
        LOG.debug("listening on {}{}", Connection.text(address), handshake == null ? "" : " for TLS");
    }

    InetSocketAddress address() {
        return address;
    }

    /** The thread that accepts; it ends after {@link #close}, once nothing that it waits for is left. */
    Thread thread() {
        return thread;
    }

    /** Frees the port. */
    void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", socket, e);
        }
        LOG.debug("closed {}", Connection.text(address));
    }

    private void run() {
        nextPatrol = System.nanoTime();
        while (!isClosed()) {
            try {
                patrol();
                socket.setSoTimeout(Connection.millisUntil(nextPatrol));
                accept(socket.accept());
            } catch (SocketTimeoutException e) {
                // Time for the next patrol.
            } catch (Throwable e) { // without memory there is no new thread, without open files there may be no class
                if (!isClosed()) {
                    tell(e);
                    pause();
                }
            }
        }
    }

    private void tell(Throwable failure) {
        try {
            handler.troubles().warn(thread.getName(), CANNOT_ACCEPT, failure);
        } catch (Throwable e) { // where there are no files left, there may be none to log to
            failure.addSuppressed(e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Looks after what is to be done in time, just when it is due. */
    private void patrol() {
        long now = System.nanoTime();
        if (now - nextPatrol >= 0) {
            handler.troubles().logCounts();
            long due = connections.closeOverdue(now + patrolNanos);
            // Of many that are due one after the other, one patrol closes some.
            nextPatrol = due - now < SHORTEST_PATROL_NANOS ? now + SHORTEST_PATROL_NANOS : due;
        }
    }

    private void accept(Socket accepted) {
        Connection connection = new Connection(connections.nextNumber(), accepted, handler, settings.idleMillis());
        boolean started = false;
        try {
            Thread server = threads.newThread(() -> serve(connection));
            if (connections.add(connection, server)) {
                server.start();
                if (settings.profile().isCourse()) {
                    await(server);
                }
            }
            started = true;
        } finally {
            if (!started) {
                connection.close();
                connections.remove(connection);
            }
        }
    }

    /** Until a connection was served; the next ones wait in the system's queue. */
    private void await(Thread server) {
        while (server.isAlive() && !isClosed()) {
            patrol();
            try {
                server.join(Connection.millisUntil(nextPatrol));
            } catch (InterruptedException e) {
                LOG.debug(
                        "waiting for a connection's end was interrupted",
                        e); // after the close, by a thread that waits for this one
            }
        }
    }

    private void serve(Connection connection) {
        String end = "it failed";
        try {
            LOG.debug("{} is open", connection);
            connection.sendAtOnce();
            if (handshake == null || handshake.succeeds(connection)) {
                end = settings.profile().isCourse()
                        ? new CourseSession(connection, handler, settings).serve()
                        : new StandardSession(connection, handler, settings).serve();
                connection.end();
            }
        } catch (Throwable e) { // one connection's failure, of whatever kind, is not the others'
            handler.troubles().warn(connection, "failed", e);
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
            LOG.debug("the pause was interrupted", e); // after the close, by a thread that waits for this one
        }
    }
}
