package io.wwep.server;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running WWEP server. It answers from the moment that {@link WwepServerBuilder#start()} returns
 * until it is closed.
 *
 * <p>One thread accepts connections. It keeps the program running after its {@code main} has
 * returned, until the server is closed. Connections are served on virtual threads where the JDK has
 * them, else on daemon threads.
 *
 * <p>Safe for use by several threads at once.
 */
public final class WwepServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /** For threads to end by themselves, and then once more after an interrupt. */
    private static final long GRACE_MILLIS = 2_000;

    private final InetSocketAddress address;
    private final Connections connections;
    private final Acceptor acceptor;
    private final Thread acceptorThread;

    WwepServer(ServerSocket socket, Exchanges exchanges, ServerSettings settings) {
        this.address = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        this.connections = new Connections(settings.maxConnections());
        String name = "wwep-server-" + address.getPort();
        ThreadFactory threads = ConnectionThreads.named(name + "-connection-");
        this.acceptor = new Acceptor(socket, connections, exchanges, settings, threads);
        this.acceptorThread = new Thread(acceptor, name);
        acceptorThread.setDaemon(false);
    }

    /** A builder for a server; it listens nowhere until it is told a port. */
    public static WwepServerBuilder create() {
        return new WwepServerBuilder();
    }

    WwepServer start() {
        acceptorThread.start();
        LOG.debug("listening on {}", Connection.text(address));
        return this;
    }

    /** The port of the plain listener, 1 to 65535; after {@link #close()} too. */
    public int port() {
        return address.getPort();
    }

    /** The address of the plain listener; after {@link #close()} too. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Frees the port and closes all connections at once, then waits for the server's threads to end. A
     * listener or a store that does not return is interrupted after 2 s and given up, with a line in
     * the log, after 4. Called from a {@link TransactionListener} it does not wait.
     *
     * <p>Closing a closed server does nothing. The store is not closed: it is the caller's.
     */
    @Override
    public void close() {
        acceptor.close();
        List<Thread> threads = new ArrayList<>(connections.closeAll().values());
        if (threads.contains(Thread.currentThread())) {
            return;
        }
        threads.add(acceptorThread);
        try {
            if (!haveEnded(threads)) {
                threads.forEach(Thread::interrupt);
                if (!haveEnded(threads)) {
                    LOG.warn("closed, but a transaction listener or the store does not return on {}", threads);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.debug("closed {}", Connection.text(address));
    }

    private static boolean haveEnded(List<Thread> threads) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
        for (Thread thread : threads) {
            thread.join(Connection.millisUntil(end));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
