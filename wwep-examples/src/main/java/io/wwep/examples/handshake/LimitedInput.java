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
    private final int mostBytes;
    private long until;
    private int count;

    /**
     * Creates an input.
     *
     * @param until the {@link System#nanoTime()} after which it fails
     */
    LimitedInput(Socket socket, int mostBytes, long until) throws IOException {
        this.socket = socket;
        this.source = socket.getInputStream();
        this.mostBytes = mostBytes;
        this.until = until;
    }

    /** Fails earlier than set so far, if this {@link System#nanoTime()} is earlier. */
    void endBy(long earlier) {
        if (earlier - until < 0) {
            until = earlier;
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
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the handshake did not finish in time");
        }
        if (count == mostBytes) {
            throw new NotTlsException("it sent " + mostBytes + " bytes and the handshake is not complete");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        int read = source.read(target, offset, Math.min(length, mostBytes - count));
        count += Math.max(0, read);
        return read;
    }
}
