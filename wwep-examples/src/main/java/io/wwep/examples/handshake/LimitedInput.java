package io.wwep.examples.handshake;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Reads from a socket, up to a number of bytes and a time. */
final class LimitedInput extends InputStream {

    private final Socket socket;
    private final InputStream source;
    private final int maxBytes;
    private long deadline;
    private int count;

    /**
     * Creates an input.
     *
     * @param deadline the {@link System#nanoTime()} after which it fails
     */
    LimitedInput(Socket socket, int maxBytes, long deadline) throws IOException {
        this.socket = socket;
        this.source = socket.getInputStream();
        this.maxBytes = maxBytes;
        this.deadline = deadline;
    }

    /** Fails earlier than set so far, if this {@link System#nanoTime()} is earlier. */
    void endBy(long earlier) {
        if (earlier - deadline < 0) {
            deadline = earlier;
        }
    }

    int count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the handshake did not finish in time");
        }
        if (count == maxBytes) {
            throw new NotTlsException("it sent " + maxBytes + " bytes, but the handshake is not complete");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        int read = source.read(target, offset, Math.min(length, maxBytes - count));
        count += Math.max(0, read);
        return read;
    }
}
