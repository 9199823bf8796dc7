package io.wwep.benchmarks.soak;

import io.wwep.benchmarks.client.Target;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Relays between clients and a server and injects a fault into each connection after a random number of bytes, few for
 * some and many for most. Uses one thread.
 */
final class FaultyRelay implements Closeable {

    /** The interval at which paused connections are checked. */
    private static final long ROUND_MILLIS = 5;

    /** The binary logarithm of the maximum number of bytes before a fault. */
    private static final int MAX_BITS = 20;

    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final ServerSocketChannel listener;
    private final InetSocketAddress server;
    private final Random random;
    private final Selector selector;
    private final List<RelayedConnection> relayed = new ArrayList<>();
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "faulty-relay");
    private volatile boolean closed;

    /** Starts a relay on a free port to a server. */
    FaultyRelay(InetSocketAddress server, long seed) throws IOException {
        this.server = server;
        this.random = new Random(seed);
        this.selector = Selector.open();
        this.listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(Target.host(), 0));
        listener.configureBlocking(false);
        listener.register(selector, listener.validOps());
        thread.start();
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /** Returns the number of faults so far. */
    int faults() {
        return faults.get();
    }

    /** Returns the number of relayed connections so far. */
    int connections() {
        return connections.get();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(ROUND_MILLIS);
                selector.selectedKeys().clear();
                accept();
                for (Iterator<RelayedConnection> all = relayed.iterator(); all.hasNext(); ) {
                    RelayedConnection connection = all.next();
                    if (!connection.pump()) {
                        connection.close();
                        all.remove();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the relay failed", e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
            connections.incrementAndGet();
            SocketChannel upstream = SocketChannel.open();
            try {
                upstream.connect(server);
                relayed.add(connection(client, upstream));
            } catch (IOException e) { // the client is gone, or the server accepts no more
                client.close();
                upstream.close();
            }
        }
    }

    private RelayedConnection connection(SocketChannel client, SocketChannel upstream) throws IOException {
        for (SocketChannel end : List.of(client, upstream)) {
            end.setOption(StandardSocketOptions.TCP_NODELAY, true);
            end.configureBlocking(false);
        }
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        long after = 1 + (long) Math.pow(2, MAX_BITS * random.nextDouble());
        return new RelayedConnection(client, upstream, selector, fault, after, faults::incrementAndGet);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
        for (RelayedConnection connection : relayed) {
            connection.close();
        }
        selector.close();
    }
}
