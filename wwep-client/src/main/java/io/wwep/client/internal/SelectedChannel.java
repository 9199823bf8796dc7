package io.wwep.client.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A channel that never blocks, and a selector to wait by while it is busy: a read with a time limit takes the system fewer
 * calls than with a socket's timeout, and an interrupt wakes the thread without closing the channel.
 *
 * <p>One thread reads and one writes at a time; {@link #close()} may come from any.
 */
final class SelectedChannel {

    /** How often to let others run before waiting by the selector. */
    private static final int YIELDS = 2;

    private final SocketChannel channel;
    private final Wait readable = new Wait(SelectionKey.OP_READ);
    private final Wait writable = new Wait(SelectionKey.OP_WRITE);
    private final DirectBuffers.Loan input = new DirectBuffers.Loan();
    private final DirectBuffers.Loan output = new DirectBuffers.Loan();

    /** Whether to read at once, after one yield, and after two. */
    private final Habit[] early = new Habit[1 + YIELDS];

    /** Takes over a connected channel. */
    SelectedChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        Arrays.setAll(early, i -> new Habit());
    }

    /** Something that saves time, or costs some: it is done as long as it saved time lately, and tried again now and then. */
    private static final class Habit {

        private static final int FAILURES = 16;
        private static final int PAUSE = 64;

        /** How often more it may fail; below 0, how often it is left out. */
        private int credit = FAILURES;

        boolean isWorthIt() {
            if (credit < 0) {
                credit++;
                return false;
            }
            return true;
        }

        void note(boolean succeeded) {
            credit = succeeded ? FAILURES : credit > 1 ? credit - 1 : -PAUSE;
        }
    }

    /** Reads what is there, at most as much as the target has room for: a count, perhaps 0, or -1 at the end. */
    int readNow(byte[] target, int from, int length) throws IOException {
        int most = Math.min(length, DirectBuffers.SIZE);
        ByteBuffer buffer = input.take();
        if (buffer == null) {
            return channel.read(ByteBuffer.wrap(target, from, most));
        }
        try {
            int count = channel.read(buffer.limit(most).position(0));
            if (count > 0) {
                buffer.get(0, target, from, count);
            }
            return count;
        } finally {
            input.keep(buffer);
        }
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

    private int readSoon(byte[] target, int from, int length) throws IOException {
        for (int i = 0; i < early.length; i++) {
            // On the same core, the server answers during the write, or during a yield.
            if (early[i].isWorthIt() && (i == 0 || Yielding.SHARED.byHolder())) {
                int count = readNow(target, from, length);
                early[i].note(count != 0);
                if (count != 0) {
                    return count;
                }
            }
        }
        return 0;
    }

    /** Writes as much as the system accepts now: a count, perhaps 0. */
    int writeNow(byte[] bytes, int from, int length) throws IOException {
        int most = Math.min(length, DirectBuffers.SIZE);
        ByteBuffer buffer = output.take();
        if (buffer == null) {
            return channel.write(ByteBuffer.wrap(bytes, from, most));
        }
        try {
            return channel.write(buffer.clear().put(bytes, from, most).flip());
        } finally {
            output.keep(buffer);
        }
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

    /** Closes the selectors and gives the buffers back, until they are needed again. */
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
            input.close();
            output.close();
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
                    register(open);
                }
                open.select(ready -> {}, Deadline.toMillis(left));
                return true;
            } catch (ClosedSelectorException | CancelledKeyException e) {
                throw new AsynchronousCloseException();
            }
        }

        private void register(Selector open) throws IOException {
            try {
                channel.register(open, operation);
            } catch (ClosedChannelException e) {
                // Whoever closed the channel did not see the selector.
                close();
                throw e;
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
