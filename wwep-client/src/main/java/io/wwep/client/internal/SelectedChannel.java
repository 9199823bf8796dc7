package io.wwep.client.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A channel that never blocks, and a selector to wait by: a read with a time limit takes the system fewer calls than with
 * a socket's timeout, and an interrupt frees who waits without closing the channel.
 *
 * <p>Used by one thread at a time, but for {@link #close()}.
 */
final class SelectedChannel {

    /** What a read takes at once; more replies than this are in flight only in large batches. */
    private static final int INPUT_BYTES = 16 * 1024;

    private static final int OUTPUT_BYTES = 16 * 1024;

    /** How often to let others run before waiting by the selector: on the same core, the server answers meanwhile. */
    private static final int MOST_YIELDS = 2;

    /** After so many waits in vain, letting others run is tried rarely. */
    private static final int PATIENCE = 16;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT_BYTES);
    private int luck = PATIENCE;

    /** Takes over a connected channel. */
    SelectedChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        // First, since there may be no file descriptor left for it: then the channel stays as it is.
        selector = Selector.open();
        try {
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e instanceof IOException io ? io : new AsynchronousCloseException();
        }
    }

    /** Reads what is there, at most as much as the target has room for: a count, perhaps 0, or -1 at the end. */
    int readNow(byte[] target, int from, int length) throws IOException {
        input.clear().limit(Math.min(length, INPUT_BYTES));
        int count = channel.read(input);
        if (count > 0) {
            input.flip().get(target, from, count);
        }
        return count;
    }

    /**
     * Reads at least a byte.
     *
     * @param until the {@link System#nanoTime()} until which to wait
     * @return a count, 0 if nothing came until then or the thread is interrupted, or -1 at the end of the stream
     */
    int read(byte[] target, int from, int length, long until) throws IOException {
        int count = readSoon(target, from, length, until);
        while (count == 0 && await(SelectionKey.OP_READ, until)) {
            count = readNow(target, from, length);
        }
        return count;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it saves time or does not
    private int readSoon(byte[] target, int from, int length, long until) throws IOException {
        int count = 0;
        if (until - System.nanoTime() <= 0) {
            return readNow(target, from, length);
        }
        for (int i = luck > 0 ? 0 : MOST_YIELDS - 1; i < MOST_YIELDS && count == 0; i++) {
            Thread.yield();
            count = readNow(target, from, length);
        }
        luck = count == 0 ? luck - 1 : PATIENCE;
        return count;
    }

    /** Writes as much as the system takes now: a count, perhaps 0. */
    int writeNow(byte[] bytes, int from, int length) throws IOException {
        int piece = Math.min(length, OUTPUT_BYTES);
        output.clear();
        output.put(bytes, from, piece).flip();
        return channel.write(output);
    }

    /**
     * Waits until the system accepts more.
     *
     * @param until the {@link System#nanoTime()} until which to wait
     * @return false if it does not until then, or the thread is interrupted
     */
    boolean awaitRoom(long until) throws IOException {
        return await(SelectionKey.OP_WRITE, until);
    }

    /** Waits; false if nothing is to be waited for any longer. */
    private boolean await(int operation, long until) throws IOException {
        long left = until - System.nanoTime();
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        try {
            key.interestOps(operation);
            selector.select(ready -> {}, Deadline.toMillis(left));
            return true;
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new AsynchronousCloseException();
        }
    }

    /** Closes the channel, also under a thread that waits. */
    void close() throws IOException {
        try {
            channel.close();
        } finally {
            // Only with its selector is a registered channel gone.
            selector.close();
        }
    }
}
