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
 * Stands between clients and a server, and breaks what goes through it: each connection after a number of bytes of its
 * own, which is small for some and large for most. One thread.
 */
final class FaultyRelay implements Closeable {

    /** A link that waits is looked at this often. */
    private static final long ROUND_MILLIS = 5;

    /** The base two logarithm of the most bytes that pass before a fault. */
    private static final int MOST_BITS = 20;

    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final ServerSocketChannel listener;
    private final InetSocketAddress server;
    private final Random random;
    private final Selector selector;
    private final List<Link> links = new ArrayList<>();
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "faulty-relay");
    private volatile boolean closed;

    /** Relays to a server, from a free port. */
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

    /** How many there have been. */
    int faults() {
        return faults.get();
    }

    /** How many it has relayed. */
    int connections() {
        return connections.get();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(ROUND_MILLIS);
                selector.selectedKeys().clear();
                accept();
                for (Iterator<Link> all = links.iterator(); all.hasNext(); ) {
                    Link link = all.next();
                    if (!link.pump()) {
                        link.close();
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
                links.add(link(client, upstream));
            } catch (IOException e) { // the client is gone again, or the server takes no more
                client.close();
                upstream.close();
            }
        }
    }

    private Link link(SocketChannel client, SocketChannel upstream) throws IOException {
        for (SocketChannel end : List.of(client, upstream)) {
            end.setOption(StandardSocketOptions.TCP_NODELAY, true);
            end.configureBlocking(false);
        }
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        long after = 1 + (long) Math.pow(2, MOST_BITS * random.nextDouble());
        return new Link(client, upstream, selector, fault, after, faults::incrementAndGet);
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
        for (Link link : links) {
            link.close();
        }
        selector.close();
    }
}
