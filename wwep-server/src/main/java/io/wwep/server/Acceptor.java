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
 * Accepts connections on one listening socket and serves each on its own thread: concurrently, or one at a time under a
 * course profile.
 */
final class Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /** Delay after a failed accept, so that the missing resource, such as a file descriptor, can be freed. */
    private static final long RETRY_MILLIS = 100;

    private static final long MIN_SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final String CANNOT_ACCEPT =
            "cannot accept a connection and keeps retrying; if too many files are open, raise the process's limit"
                    + " (ulimit -n) or lower the server's connection limit";

    private final ServerSocket socket;
    private final @Nullable Handshake handshake;
    private final ConnectionRegistry connections;
    private final RequestHandler handler;
    private final ServerSettings settings;
    private final InetSocketAddress address;
    private final ThreadFactory threads;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long sweepNanos;
    private long nextSweep;

    /**
     * @param socket already listening
     * @param handshake null for a plain port
     */
    Acceptor(
            ServerSocket socket,
            @Nullable Handshake handshake,
            ConnectionRegistry connections,
            RequestHandler handler,
            ServerSettings settings) {
        this(socket, handshake, connections, handler, settings, ConnectionThreads.named(name(socket) + "-connection-"));
    }

    /** Uses the given factory for connection threads. */
    Acceptor(
            ServerSocket socket,
            @Nullable Handshake handshake,
            ConnectionRegistry connections,
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
        // No deadline that the sweep enforces is shorter than this.
        long shortest = Math.min(settings.idleMillis(), RateLimitedLog.PERIOD_MILLIS);
        if (handshake != null) {
            shortest = Math.min(shortest, handshake.limitMillis());
        }
        this.sweepNanos = TimeUnit.MILLISECONDS.toNanos(shortest);
    }

    private static String name(ServerSocket socket) {
        return "wwep-server-" + socket.getLocalPort();
    }

    void start() {
        thread.start();
        LOG.debug("listening on {}{}", Connection.format(address), handshake == null ? "" : " for TLS");
    }

    InetSocketAddress address() {
        return address;
    }

    /** Returns the accepting thread. It ends after {@link #close}, once the connection that it waits for has ended. */
    Thread thread() {
        return thread;
    }

    /** Closes the listening socket, which frees the port. */
    void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", socket, e);
        }
        LOG.debug("closed {}", Connection.format(address));
    }

    private void run() {
        nextSweep = System.nanoTime();
        while (!isClosed()) {
            try {
                sweep();
                socket.setSoTimeout(Deadline.millisUntil(nextSweep));
                accept(socket.accept());
            } catch (SocketTimeoutException e) {
                // The next sweep is due.
            } catch (Throwable e) { // may be an Error: no memory for a thread, no file descriptor to load a class
                if (!isClosed()) {
                    logFailure(e);
                    pause();
                }
            }
        }
    }

    private void logFailure(Throwable failure) {
        try {
            handler.log().warn(thread.getName(), CANNOT_ACCEPT, failure);
        } catch (Throwable e) { // without file descriptors, logging can fail too
            failure.addSuppressed(e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Closes connections past their deadline and logs counts, if a sweep is due. */
    private void sweep() {
        long now = System.nanoTime();
        if (now - nextSweep >= 0) {
            handler.log().logCounts();
            long next = connections.closeOverdue(now + sweepNanos);
            // Deadlines close to each other share a sweep.
            nextSweep = next - now < MIN_SWEEP_NANOS ? now + MIN_SWEEP_NANOS : next;
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
                    awaitEnd(server);
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

    /** Waits until the connection has been served. Later connections wait in the system's queue. */
    private void awaitEnd(Thread server) {
        while (server.isAlive() && !isClosed()) {
            sweep();
            try {
                server.join(Deadline.millisUntil(nextSweep));
            } catch (InterruptedException e) {
                // close() interrupts a thread that does not end.
                LOG.debug("waiting for a connection's end was interrupted", e);
            }
        }
    }

    private void serve(Connection connection) {
        String end = "it failed";
        try {
            LOG.debug("{} is open", connection);
            connection.disableNagle();
            if (handshake == null || handshake.perform(connection)) {
                connection.report(settings.wire());
                end = settings.profile().isCourse()
                        ? new CourseSession(connection, handler, settings).serve()
                        : new StandardSession(connection, handler, settings).serve();
                connection.closeGracefully();
            }
        } catch (Throwable e) { // no failure of one connection may affect the others
            handler.log().warn(connection, "failed", e);
        } finally {
            connection.close();
            connections.remove(connection);
            LOG.debug("{} is closed: {}", connection, end);
        }
    }

    private void pause() {
        try {
            if (!closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("retrying to accept");
            }
        } catch (InterruptedException e) {
            // close() interrupts a thread that does not end.
            LOG.debug("the pause was interrupted", e);
        }
    }
}
