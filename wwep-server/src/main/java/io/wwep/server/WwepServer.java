package io.wwep.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running WWEP server. It listens on a plain port, a TLS port, or both, from the time {@link
 * WwepServerBuilder#start()} returns until it is closed. Both ports share the store, the exchange numbers and the
 * connection limit.
 *
 * <p>Requests for one device that arrive together, such as the batch of a value over several registers, are not mixed
 * with those of another connection: see {@link ServerProfile#STANDARD}.
 *
 * <p>One thread per port accepts connections. It keeps the JVM running after {@code main} returns, until the server is
 * closed. Connections are served on virtual threads from Java 21 on, otherwise on daemon threads. Thread names contain
 * the port.
 *
 * <p>Safe for use by several threads at once.
 */
public final class WwepServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /** A practically unlimited time that fits into a long of nanoseconds. */
    private static final Duration MAX_CLOSE_LIMIT = Duration.ofDays(36_500);

    /** Time for connections to end gracefully. */
    private static final long GRACEFUL_MILLIS = 500;

    /** Time for threads to end after their connections are closed. */
    private static final long GRACE_MILLIS = 1_500;

    /** Time for threads to end after they are interrupted. */
    private static final long INTERRUPT_MILLIS = 2_000;

    private final @Nullable Acceptor plain;
    private final @Nullable Acceptor tls;
    private final ConnectionRegistry connections;
    private final RequestHandler handler;

    WwepServer(
            @Nullable Acceptor plain, @Nullable Acceptor tls, ConnectionRegistry connections, RequestHandler handler) {
        this.plain = plain;
        this.tls = tls;
        this.connections = connections;
        this.handler = handler;
    }

    /** {@return a builder for a server, which needs at least one port} */
    public static WwepServerBuilder create() {
        return new WwepServerBuilder();
    }

    WwepServer start() {
        acceptors().forEach(Acceptor::start);
        return this;
    }

    /**
     * {@return the plain port, 1 to 65535} It remains available after {@link #close()}.
     *
     * @throws IllegalStateException if the server has no plain port
     */
    public int port() {
        return address().getPort();
    }

    /**
     * {@return the address of the plain listener} It remains available after {@link #close()}.
     *
     * @throws IllegalStateException if the server has no plain port
     */
    public InetSocketAddress address() {
        if (plain == null) {
            throw new IllegalStateException(
                    "this server has no plain port: use tlsPort() or tlsAddress(), or start it with plain(port) too");
        }
        return plain.address();
    }

    /**
     * {@return the TLS port, 1 to 65535} It remains available after {@link #close()}.
     *
     * @throws IllegalStateException if the server has no TLS port
     */
    public int tlsPort() {
        return tlsAddress().getPort();
    }

    /**
     * {@return the address of the TLS listener} It remains available after {@link #close()}.
     *
     * @throws IllegalStateException if the server has no TLS port
     */
    public InetSocketAddress tlsAddress() {
        if (tls == null) {
            throw new IllegalStateException("this server has no TLS port: use port() or address(), or start it with"
                    + " tls(port, identity) too");
        }
        return tls.address();
    }

    /** {@return a snapshot of the server's statistics} It remains available after {@link #close()}. */
    public ServerStatistics statistics() {
        LatencyHistogram latencies = handler.latencies();
        return new ServerStatistics(
                connections.accepted(),
                connections.open(),
                connections.refused(),
                latencies.count(),
                handler.refusals(),
                Duration.ofNanos(latencies.percentile(0.5)),
                Duration.ofNanos(latencies.percentile(0.99)));
    }

    /**
     * Frees the ports, lets each connection end once every received request is answered, then {@linkplain #close()
     * closes} the rest. A partial message may still be completed within its timeout. Under the course profiles,
     * connections in the system's queue are dropped. When called from an {@link ExchangeListener}, it does not wait.
     *
     * @param limit how long connections may take to end; zero is {@link #close()}
     * @throws IllegalArgumentException if the limit is negative
     */
    public void close(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        if (limit.isNegative()) {
            throw new IllegalArgumentException("a limit of " + limit + " is negative: it must be zero or more");
        }
        acceptors().forEach(Acceptor::close);
        try {
            connections.finish(limit.compareTo(MAX_CLOSE_LIMIT) < 0 ? limit.toNanos() : MAX_CLOSE_LIMIT.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /**
     * Frees the ports and closes all connections at once, then waits for the server's threads to end. Over TLS, a
     * connection first gets up to half a second to finish and to send a close_notify. A listener or store that blocks
     * is interrupted after 2 s, and abandoned with a log message after 4 s. When called from an {@link
     * ExchangeListener}, it does not wait.
     *
     * <p>Closing a closed server has no effect. The store is not closed: it belongs to the caller.
     */
    @Override
    public void close() {
        acceptors().forEach(Acceptor::close);
        Map<Connection, Thread> open = connections.abortAll();
        List<Thread> threads = new ArrayList<>(open.values());
        acceptors().map(Acceptor::thread).forEach(threads::add);
        try {
            if (threads.contains(Thread.currentThread()) || joinAll(threads, GRACEFUL_MILLIS)) {
                return;
            }
            open.keySet().forEach(Connection::close);
            if (!joinAll(threads, GRACE_MILLIS)) {
                threads.forEach(Thread::interrupt);
                if (!joinAll(threads, INTERRUPT_MILLIS)) {
                    LOG.warn("closed, but an exchange listener or the store is still running on {}", threads);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.keySet().forEach(Connection::close);
            handler.log().flush();
        }
    }

    private Stream<Acceptor> acceptors() {
        return Stream.of(plain, tls).filter(acceptor -> acceptor != null);
    }

    private static boolean joinAll(List<Thread> threads, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : threads) {
            thread.join(Deadline.millisUntil(end));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
