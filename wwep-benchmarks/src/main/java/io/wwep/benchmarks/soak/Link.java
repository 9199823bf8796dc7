package io.wwep.benchmarks.soak;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A client's connection through a {@link FaultyRelay}, with the fault that comes to it. Not for several threads. */
final class Link implements Closeable {

    /** Longer than the clients wait for a reply, shorter than the server waits for the rest of a message. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    private static final long TRICKLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int TRICKLED_BYTES = 40;

    private final Direction requests;
    private final Direction replies;
    private final Fault fault;
    private final Runnable tell;
    private final long after;
    private long passed;
    private long pausedUntil = System.nanoTime();
    private int trickling;

    /**
     * A link of two open channels that do not block.
     *
     * @param after how many bytes pass, in both directions together, before the fault
     * @param tell is called when it comes
     */
    Link(SocketChannel client, SocketChannel server, Selector selector, Fault fault, long after, Runnable tell)
            throws IOException {
        SelectionKey clientKey = client.register(selector, SelectionKey.OP_READ);
        SelectionKey serverKey = server.register(selector, SelectionKey.OP_READ);
        this.requests = new Direction(clientKey, serverKey);
        this.replies = new Direction(serverKey, clientKey);
        this.fault = fault;
        this.after = after;
        this.tell = tell;
    }

    /** Moves what there is to move. False: it is over. */
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
            return false; // one end has reset it, or a fault has ended it
        }
    }

    private void passed(int bytes) throws IOException {
        boolean due = passed < after && passed + bytes >= after;
        passed += bytes;
        if (due) {
            tell.run();
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

    /** One of the two. */
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

        /** No more at a time than pass before the fault, so that it comes just where it was meant to. */
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
