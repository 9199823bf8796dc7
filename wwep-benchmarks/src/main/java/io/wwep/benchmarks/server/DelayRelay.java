package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Target;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Relays between clients and a server and delays everything, bytes and the end of a stream, in both directions, like a
 * long network path. One thread reads and another delivers, so that bytes in transit never delay the sender.
 *
 * <p>A waiting thread wakes late, by a tenth of a millisecond on an idle machine. The relay learns this delay and waits
 * less; otherwise it would add four times as much to each round trip.
 */
final class DelayRelay implements Closeable {

    private static final int MAX_BYTES = 64 * 1024;

    private static final long MAX_WAKE_UP_NANOS = 300_000;
    private static final long ADJUSTMENT_NANOS = 3_000;

    private final long delayNanos;
    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    /** The estimated time since the ready bytes arrived; used only by the reader. */
    private long arrivedBefore;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(MAX_BYTES);

    /** Ordered by time, since the delay is the same for all. */
    private final BlockingQueue<DelayedBytes> inTransit = new LinkedBlockingQueue<>();

    /** The wake-up delay of a thread, as learned so far. Written only by the deliverer. */
    private volatile long wakeUpNanos = MAX_WAKE_UP_NANOS / 3;

    private volatile boolean closed;

    private final Thread reader = new Thread(this::read, "delay-relay-reader");
    private final Thread deliverer = new Thread(this::deliver, "delay-relay-deliverer");

    /**
     * Starts a relay on a free port to a server on this machine.
     *
     * @param delay the delay in each direction; a round trip takes twice as long
     */
    DelayRelay(int server, Duration delay) throws IOException {
        this.server = new InetSocketAddress(Target.host(), server);
        this.delayNanos = delay.toNanos();
        listener.bind(new InetSocketAddress(Target.host(), 0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        reader.start();
        deliverer.start();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /**
     * Bytes to deliver.
     *
     * @param bytes null for the end of the stream
     */
    private record DelayedBytes(
            long due,
            SocketChannel sender,
            SocketChannel receiver,
            @Nullable ByteBuffer bytes) {}

    private void read() {
        try {
            while (!closed) {
                // Bytes that arrived while this thread was busy are not read late.
                arrivedBefore = 0;
                if (selector.selectNow(this::ready) == 0) {
                    arrivedBefore = wakeUpNanos;
                    selector.select(this::ready);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the relay failed", e);
        }
    }

    private void ready(SelectionKey key) {
        if (!(key.attachment() instanceof SocketChannel receiver)) {
            accept();
            return;
        }
        SocketChannel sender = (SocketChannel) key.channel();
        long due = System.nanoTime() - arrivedBefore + delayNanos;
        try {
            bytes.clear();
            if (sender.read(bytes) < 0) {
                key.interestOps(0);
                inTransit.add(new DelayedBytes(due, sender, receiver, null));
                return;
            }
            inTransit.add(new DelayedBytes(
                    due,
                    sender,
                    receiver,
                    ByteBuffer.allocate(bytes.position()).put(bytes.flip()).flip()));
        } catch (IOException | CancelledKeyException e) {
            // One side was reset or closed; close the other at once.
            close(sender);
            close(receiver);
        }
    }

    private void accept() {
        SocketChannel client = null;
        SocketChannel upstream = null;
        try {
            client = listener.accept();
            if (client != null) {
                upstream = SocketChannel.open(server);
                register(client, upstream);
                register(upstream, client);
            }
        } catch (IOException e) {
            // The client is gone, or the server does not listen; the client sees its connection closed.
            close(client);
            close(upstream);
        }
    }

    private void register(SocketChannel from, SocketChannel receiver) throws IOException {
        from.setOption(StandardSocketOptions.TCP_NODELAY, true);
        from.configureBlocking(false);
        from.register(selector, SelectionKey.OP_READ, receiver);
    }

    private void deliver() {
        try {
            while (true) {
                DelayedBytes delayed = inTransit.take();
                await(delayed.due);
                deliver(delayed);
            }
        } catch (InterruptedException e) {
            // The relay is closed.
        }
    }

    /** Sleeps for the time minus the usual wake-up delay, then spins. */
    private void await(long due) throws InterruptedException {
        long wakeUp = wakeUpNanos;
        long sleep = due - wakeUp - System.nanoTime();
        if (sleep > 0) {
            LockSupport.parkNanos(sleep);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean late = System.nanoTime() > due;
            wakeUpNanos =
                    Math.max(0, Math.min(MAX_WAKE_UP_NANOS, wakeUp + (late ? ADJUSTMENT_NANOS : -ADJUSTMENT_NANOS)));
        }
        while (System.nanoTime() < due) {
            Thread.onSpinWait();
        }
    }

    private void deliver(DelayedBytes delayed) {
        ByteBuffer bytes = delayed.bytes;
        try {
            if (bytes == null) {
                delayed.receiver.shutdownOutput();
                if (delayed.sender.socket().isOutputShutdown()) {
                    closeBoth(delayed);
                }
            } else {
                delayed.receiver.write(bytes);
                if (bytes.hasRemaining()) {
                    throw new IOException(
                            "the receiver does not read, and the relay does not wait for a single connection");
                }
            }
        } catch (IOException e) {
            closeBoth(delayed);
        }
    }

    private void closeBoth(DelayedBytes delayed) {
        close(delayed.sender);
        close(delayed.receiver);
        // A selector keeps the descriptor of a closed channel until its next selection.
        selector.wakeup();
    }

    private static void close(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a relayed connection cannot be closed", e);
        }
    }

    /** Closes all connections and ends the threads. */
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        deliverer.interrupt();
        try {
            reader.join();
            deliverer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
