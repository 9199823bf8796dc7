package io.wwep.benchmarks.soak;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A client's connection through a {@link FaultyRelay}, with its fault. Not thread-safe. */
final class RelayedConnection implements Closeable {

    /** Longer than the clients' reply timeout, shorter than the server's wait for the rest of a message. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    private static final long TRICKLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int TRICKLED_BYTES = 40;

    private final Direction requests;
    private final Direction replies;
    private final Fault fault;
    private final Runnable onFault;
    private final long after;
    private long passed;
    private long pausedUntil = System.nanoTime();
    private int trickling;

    /**
     * Connects two open non-blocking channels.
     *
     * @param after the number of bytes, in both directions together, before the fault
     * @param onFault called when the fault occurs
     */
    RelayedConnection(
            SocketChannel client, SocketChannel server, Selector selector, Fault fault, long after, Runnable onFault)
            throws IOException {
        SelectionKey clientKey = client.register(selector, SelectionKey.OP_READ);
        SelectionKey serverKey = server.register(selector, SelectionKey.OP_READ);
        this.requests = new Direction(clientKey, serverKey);
        this.replies = new Direction(serverKey, clientKey);
        this.fault = fault;
        this.after = after;
        this.onFault = onFault;
    }

    /** Moves the available bytes. Returns false when the connection has ended. */
    boolean pump() {
        boolean paused = System.nanoTime() - pausedUntil < 0;
        try {
            if (!paused) {
                requests.pump();
                replies.pump();
            }
            requests.waitFor(paused);
            replies.waitFor(paused);
            return !(requests.ended && replies.ended);
        } catch (IOException e) {
            return false; // an endpoint or a fault ended the connection
        }
    }

    private void passed(int bytes) throws IOException {
        boolean due = passed < after && passed + bytes >= after;
        passed += bytes;
        if (due) {
            onFault.run();
            switch (fault) {
                case CLOSE -> throw new IOException("closed");
                case RESET -> {
                    requests.from().setOption(StandardSocketOptions.SO_LINGER, 0);
                    replies.from().setOption(StandardSocketOptions.SO_LINGER, 0);
                    throw new IOException("reset");
                }
                case STALL -> pausedUntil = System.nanoTime() + STALL_NANOS;
                case TRICKLE -> trickling = TRICKLED_BYTES;
            }
        }
        if (trickling > 0) {
            trickling -= bytes;
            pausedUntil = System.nanoTime() + TRICKLE_NANOS;
        }
    }

    @Override
    public void close() throws IOException {
        requests.from().close();
        replies.from().close();
    }

    /** One of the two directions. */
    private final class Direction {

        private final SelectionKey from;
        private final SelectionKey to;
        private final ByteBuffer bytes = ByteBuffer.allocate(8 * 1024).limit(0);
        private boolean ended;

        Direction(SelectionKey from, SelectionKey to) {
            this.from = from;
            this.to = to;
        }

        SocketChannel from() {
            return (SocketChannel) from.channel();
        }

        void pump() throws IOException {
            if (ended || System.nanoTime() - pausedUntil < 0) {
                return;
            }
            if (!bytes.hasRemaining()) {
                bytes.clear().limit(room());
                int count = from().read(bytes);
                bytes.flip();
                if (count < 0) {
                    ((SocketChannel) to.channel()).shutdownOutput();
                    ended = true;
                    return;
                }
            }
            int count = ((SocketChannel) to.channel()).write(bytes);
            if (count > 0) {
                passed(count);
            }
        }

        /** Returns the room for the next read, which ends at the fault so that it occurs at the intended byte. */
        private int room() {
            if (trickling > 0) {
                return 1;
            }
            return passed < after ? (int) Math.min(after - passed, bytes.capacity()) : bytes.capacity();
        }

        void waitFor(boolean paused) {
            boolean reads = !paused && !ended && !bytes.hasRemaining();
            set(from, SelectionKey.OP_READ, reads);
            set(to, SelectionKey.OP_WRITE, !paused && bytes.hasRemaining());
        }

        private void set(SelectionKey key, int operation, boolean wanted) {
            key.interestOps(wanted ? key.interestOps() | operation : key.interestOps() & ~operation);
        }
    }
}
