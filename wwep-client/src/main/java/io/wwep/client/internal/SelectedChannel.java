package io.wwep.client.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel that never blocks, and a selector to wait by while it is busy: a read with a time limit takes the system fewer
 * calls than with a socket's timeout, and an interrupt wakes the thread without closing the channel.
 *
 * <p>One thread reads and one writes at a time; {@link #close()} may come from any.
 */
final class SelectedChannel {

    /** What a read or a write moves at once. The JDK copies it by way of a buffer of the thread, freed with the thread. */
    private static final int MAX_BYTES = 16 * 1024;

    /** How often to let others run before waiting by the selector: on the same core, the server answers meanwhile. */
    private static final int MOST_YIELDS = 2;

    /** After this many waits that a yield did not spare, yielding is tried rarely. */
    private static final int MAX_SPIN_BUDGET = 16;

    private final SocketChannel channel;
    private final Wait readable = new Wait(SelectionKey.OP_READ);
    private final Wait writable = new Wait(SelectionKey.OP_WRITE);
    private final Window input = new Window();
    private final Window output = new Window();
    private int spinBudget = MAX_SPIN_BUDGET;

    /** Takes over a connected channel. */
    SelectedChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /** An array as a buffer, which is made once for many uses of the same array. */
    private static final class Window {

        private byte[] bytes = {};
        private ByteBuffer buffer = ByteBuffer.wrap(bytes);

        ByteBuffer of(byte[] array, int from, int length) {
            if (bytes != array) {
                bytes = array;
                buffer = ByteBuffer.wrap(array);
            }
            return buffer.limit(from + Math.min(length, MAX_BYTES)).position(from);
        }

        void release() {
            bytes = new byte[0];
            buffer = ByteBuffer.wrap(bytes);
        }
    }

    /** Reads what is there, at most as much as the target has room for: a count, perhaps 0, or -1 at the end. */
    int readNow(byte[] target, int from, int length) throws IOException {
        return channel.read(input.of(target, from, length));
    }

    /**
     * Reads at least a byte.
     *
     * @param until the {@link System#nanoTime()} until which to wait
     * @return a count, 0 if nothing came until then or the thread is interrupted, or -1 at the end of the stream
     */
    int read(byte[] target, int from, int length, long until) throws IOException {
        int count = until - System.nanoTime() <= 0 ? readNow(target, from, length) : readSoon(target, from, length);
        while (count == 0 && readable.await(until)) {
            count = readNow(target, from, length);
        }
        return count;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it saves time or does not
    private int readSoon(byte[] target, int from, int length) throws IOException {
        int count = 0;
        for (int i = spinBudget > 0 ? 0 : MOST_YIELDS - 1; i < MOST_YIELDS && count == 0; i++) {
            Thread.yield();
            count = readNow(target, from, length);
        }
        spinBudget = count == 0 ? spinBudget - 1 : MAX_SPIN_BUDGET;
        return count;
    }

    /** Writes as much as the system accepts now: a count, perhaps 0. */
    int writeNow(byte[] bytes, int from, int length) throws IOException {
        return channel.write(output.of(bytes, from, length));
    }

    /**
     * Waits until the system accepts more.
     *
     * @param until the {@link System#nanoTime()} until which to wait
     * @return false if it does not until then, or the thread is interrupted
     */
    boolean awaitRoom(long until) throws IOException {
        return writable.await(until);
    }

    /** Closes the selectors, until they are needed again. */
    void release() {
        readable.close();
        writable.close();
        input.release();
        output.release();
    }

    /** Closes the channel, also under threads that wait. */
    void close() throws IOException {
        try {
            channel.close();
        } finally {
            // Only with its selectors is a registered channel gone.
            readable.close();
            writable.close();
        }
    }

    /** The wait of one thread at a time for one thing. */
    private final class Wait {

        private final int operation;
        private volatile @Nullable Selector selector;

        Wait(int operation) {
            this.operation = operation;
        }

        /** Waits; false if there is nothing to be waited for any longer. */
        boolean await(long until) throws IOException {
            long left = until - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            try {
                Selector open = selector;
                if (open == null) {
                    open = Selector.open();
                    selector = open;
                    channel.register(open, operation);
                }
                open.select(ready -> {}, Deadline.toMillis(left));
                return true;
            } catch (ClosedSelectorException | CancelledKeyException e) {
                throw new AsynchronousCloseException();
            }
        }

        void close() {
            Selector open = selector;
            selector = null;
            try {
                if (open != null) {
                    open.close();
                }
            } catch (IOException e) {
                // Its descriptors are gone all the same.
            }
        }
    }
}
