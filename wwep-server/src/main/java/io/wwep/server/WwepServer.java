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
 * A running WWEP server. It answers from the moment that {@link WwepServerBuilder#start()} returns
 * until it is closed, on a plain port, a port for TLS, or both: they share the store, the numbers of
 * the exchanges, and the limit of connections.
 *
 * <p>One thread for each port accepts connections. It keeps the program running after its {@code main}
 * has returned, until the server is closed. Connections are served on virtual threads where the JDK
 * has them, else on daemon threads. All threads have the port in their names.
 *
 * <p>Safe for use by several threads at once.
 */
public final class WwepServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /** As good as no limit. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** For connections to end in order. */
    private static final long ORDERLY_MILLIS = 500;

    /** For threads to end by themselves once the connections are closed. */
    private static final long GRACE_MILLIS = 1_500;

    /** For threads to end once they are interrupted. */
    private static final long LAST_MILLIS = 2_000;

    private final @Nullable Acceptor plain;
    private final @Nullable Acceptor tls;
    private final Connections connections;
    private final RequestHandler handler;

    WwepServer(@Nullable Acceptor plain, @Nullable Acceptor tls, Connections connections, RequestHandler handler) {
        this.plain = plain;
        this.tls = tls;
        this.connections = connections;
        this.handler = handler;
    }

    /** {@return a builder for a server; it needs at least one port} */
    public static WwepServerBuilder create() {
        return new WwepServerBuilder();
    }

    WwepServer start() {
        acceptors().forEach(Acceptor::start);
        return this;
    }

    /**
     * {@return the port of the plain listener, 1 to 65535; after {@link #close()} too}
     *
     * @throws IllegalStateException if there is none
     */
    public int port() {
        return address().getPort();
    }

    /**
     * {@return the address of the plain listener; after {@link #close()} too}
     *
     * @throws IllegalStateException if there is none
     */
    public InetSocketAddress address() {
        if (plain == null) {
            throw new IllegalStateException(
                    "this server has no plain port: use tlsPort() or tlsAddress(), or start it with plain(port) too");
        }
        return plain.address();
    }

    /**
     * {@return the port of the TLS listener, 1 to 65535; after {@link #close()} too}
     *
     * @throws IllegalStateException if there is none
     */
    public int tlsPort() {
        return tlsAddress().getPort();
    }

    /**
     * {@return the address of the TLS listener; after {@link #close()} too}
     *
     * @throws IllegalStateException if there is none
     */
    public InetSocketAddress tlsAddress() {
        if (tls == null) {
            throw new IllegalStateException("this server has no TLS port: use port() or address(), or start it with"
                    + " tls(port, identity) too");
        }
        return tls.address();
    }

    /** {@return what it has done since its start; after {@link #close()} too} */
    public ServerStatistics statistics() {
        Latencies latencies = handler.latencies();
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
     * Frees the ports, lets each connection end once all is answered that has come on it, and then {@linkplain #close()
     * closes} what is left. A message that has come in part may be completed, within its time. Under
     * the course profiles, connections that wait in the system's queue are dropped. Called from a {@link
     * ExchangeListener} it waits for nothing.
     *
     * @param limit for how long connections may take to end; zero is {@link #close()}
     * @throws IllegalArgumentException if the limit is negative
     */
    public void close(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        if (limit.isNegative()) {
            throw new IllegalArgumentException("a limit of " + limit + " is negative: it must be zero or more");
        }
        acceptors().forEach(Acceptor::close);
        try {
            // A century is long enough, and still a number of nanoseconds.
            connections.finish(limit.compareTo(LONGEST) < 0 ? limit.toNanos() : LONGEST.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /**
     * Frees the ports and closes all connections at once, then waits for the server's threads to end.
     * Over TLS a connection may first end what it is doing and tell its client of the end, for half a
     * second at most. A listener or a store that does not return is interrupted after 2 s and given up,
     * with a line in the log, after 4. Called from a {@link ExchangeListener} it does not wait.
     *
     * <p>Closing a closed server does nothing. The store is not closed: it is the caller's.
     */
    @Override
    public void close() {
        acceptors().forEach(Acceptor::close);
        Map<Connection, Thread> open = connections.hangUp();
        List<Thread> threads = new ArrayList<>(open.values());
        acceptors().map(Acceptor::thread).forEach(threads::add);
        try {
            if (threads.contains(Thread.currentThread()) || haveEnded(threads, ORDERLY_MILLIS)) {
                return;
            }
            open.keySet().forEach(Connection::close);
            if (!haveEnded(threads, GRACE_MILLIS)) {
                threads.forEach(Thread::interrupt);
                if (!haveEnded(threads, LAST_MILLIS)) {
                    LOG.warn("closed, but a exchange listener or the store does not return on {}", threads);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.keySet().forEach(Connection::close);
            handler.troubles().end();
        }
    }

    private Stream<Acceptor> acceptors() {
        return Stream.of(plain, tls).filter(acceptor -> acceptor != null);
    }

    private static boolean haveEnded(List<Thread> threads, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : threads) {
            thread.join(Connection.millisUntil(end));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
