package io.wwep.client.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking channel, with selectors to wait on while it is busy: a timed read takes fewer system calls than with a
 * socket's timeout, and an interrupt wakes the thread without closing the channel.
 *
 * <p>One thread reads and one writes at a time; any thread may call {@link #close()}.
 */
final class SelectedChannel implements Closeable {

    /** How many times to yield before waiting on the selector. */
    private static final int YIELDS = 2;

    private final SocketChannel channel;
    private final Wait readable = new Wait(SelectionKey.OP_READ);
    private final Wait writable = new Wait(SelectionKey.OP_WRITE);
    private final DirectBuffers.Loan input = new DirectBuffers.Loan();
    private final DirectBuffers.Loan output = new DirectBuffers.Loan();

    /** Whether to read at once, after one yield, and after two. */
    private final AdaptiveSpin[] early = new AdaptiveSpin[1 + YIELDS];

    /** Configures a connected channel, which this object owns from now on. */
    SelectedChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        for (int i = 0; i < early.length; i++) {
            early[i] = new AdaptiveSpin();
        }
    }

    /** Decides whether to try a read before waiting on the selector: as long as that has succeeded recently, and now and then. */
    private static final class AdaptiveSpin {

        private static final int FAILURES = 16;
        private static final int PAUSE = 64;

        /** How many more failures are allowed; if negative, how many more times to skip the read. */
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

    /**
     * Reads available bytes, at most as many as the target has room for; returns their number, which may be 0, or -1 at the
     * end.
     */
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
     * Reads at least one byte.
     *
     * @param until the {@link System#nanoTime()} until which to wait
     * @return the number of bytes, 0 if none arrived by then or the thread is interrupted, or -1 at the end of the stream
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

    /** Writes as much as the system accepts now; returns the number of bytes, which may be 0. */
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
     * @return false if it does not by then, or if the thread is interrupted
     */
    boolean awaitRoom(long until) throws IOException {
        return writable.await(until);
    }

    /** Closes the selectors and returns the buffers until they are needed again. */
    void release() {
        readable.close();
        writable.close();
        input.release();
        output.release();
    }

    /** Closes the channel, even while threads wait for it. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            // A registered channel is closed only once its selectors are.
            readable.close();
            writable.close();
            input.close();
            output.close();
        }
    }

    /** Waits for one kind of readiness, for one thread at a time. */
    private final class Wait {

        private final int operation;
        private volatile @Nullable Selector selector;

        Wait(int operation) {
            this.operation = operation;
        }

        /** Waits; returns false if there is nothing left to wait for. */
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
                // The thread that closed the channel did not see this selector.
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
                // Closing failed, but its descriptors are released.
            }
        }
    }
}
