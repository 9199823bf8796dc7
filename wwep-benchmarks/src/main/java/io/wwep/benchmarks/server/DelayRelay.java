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
 * Stands between clients and a server and delivers everything later, as a long way between them would: bytes and the end of a
 * stream, both ways. One thread reads and one delivers, so that sending is never held up by what is already on its way.
 *
 * <p>A thread that waits wakes late, by a tenth of a millisecond on an idle machine. The relay learns by how much, and waits
 * that much less: otherwise it would add four times that to each round trip.
 */
final class DelayRelay implements Closeable {

    private static final int MOST_BYTES = 64 * 1024;

    private static final long MOST_WAKE_UP_NANOS = 300_000;
    private static final long LEARNED_NANOS = 3_000;

    private final long delayNanos;
    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    /** How long ago what is ready came, for the reader alone. */
    private long arrivedBefore;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(MOST_BYTES);

    /** In the order of their time, for the delay is the same for all. */
    private final BlockingQueue<Parcel> onTheWay = new LinkedBlockingQueue<>();

    /** How late a thread wakes, as learned so far. Written by the deliverer alone. */
    private volatile long wakeUpNanos = MOST_WAKE_UP_NANOS / 3;

    private volatile boolean closed;

    private final Thread reader = new Thread(this::read, "delay-relay-reader");
    private final Thread deliverer = new Thread(this::deliver, "delay-relay-deliverer");

    /**
     * Relays to a server on this machine, from a free port.
     *
     * @param delay for each way, so that a round trip takes twice as long
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
     * What is to be delivered.
     *
     * @param bytes null for the end of the stream
     */
    private record Parcel(
            long due,
            SocketChannel sender,
            SocketChannel receiver,
            @Nullable ByteBuffer bytes) {}

    private void read() {
        try {
            while (!closed) {
                // What came while this thread was busy is not read late.
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
                onTheWay.add(new Parcel(due, sender, receiver, null));
                return;
            }
            onTheWay.add(new Parcel(
                    due,
                    sender,
                    receiver,
                    ByteBuffer.allocate(bytes.position()).put(bytes.flip()).flip()));
        } catch (IOException | CancelledKeyException e) {
            // One side has reset the connection or was closed: the other one hears of it at once.
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
            // The client is gone again, or the server does not listen: the client sees its connection closed.
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
                Parcel parcel = onTheWay.take();
                await(parcel.due);
                deliver(parcel);
            }
        } catch (InterruptedException e) {
            // The relay is closed.
        }
    }

    /** Sleeps until a thread that wakes usually late wakes in time, and turns round for the rest. */
    private void await(long due) throws InterruptedException {
        long wakeUp = wakeUpNanos;
        long sleep = due - wakeUp - System.nanoTime();
        if (sleep > 0) {
            LockSupport.parkNanos(sleep);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean late = System.nanoTime() > due;
            wakeUpNanos = Math.max(0, Math.min(MOST_WAKE_UP_NANOS, wakeUp + (late ? LEARNED_NANOS : -LEARNED_NANOS)));
        }
        while (System.nanoTime() < due) {
            Thread.onSpinWait();
        }
    }

    private void deliver(Parcel parcel) {
        ByteBuffer bytes = parcel.bytes;
        try {
            if (bytes == null) {
                parcel.receiver.shutdownOutput();
                if (parcel.sender.socket().isOutputShutdown()) {
                    closeBoth(parcel);
                }
            } else {
                parcel.receiver.write(bytes);
                if (bytes.hasRemaining()) {
                    throw new IOException("the receiver does not read, and the relay does not wait for one of many");
                }
            }
        } catch (IOException e) {
            closeBoth(parcel);
        }
    }

    private void closeBoth(Parcel parcel) {
        close(parcel.sender);
        close(parcel.receiver);
        // A selector keeps the descriptor of a closed channel until it looks at its keys again.
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

    /** Closes all; the threads end. */
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
