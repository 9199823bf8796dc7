package io.wwep.client.internal;

import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.AsynchronousCloseException;
import java.util.Arrays;

/** Requests that leave in one write, and what is known of them if it fails. Used by one thread at a time. */
final class SendBuffer {

    private final TimedSocket wire;
    private final OutputStream output;
    private final boolean secure;
    private byte[] bytes = new byte[WwepRequest.Raw.MAX_LENGTH];
    private int length;
    private int flushed;
    private long sentBefore;

    /**
     * An empty buffer.
     *
     * @param output to the server: the wire's own, or that of the TLS over it
     */
    SendBuffer(TimedSocket wire, OutputStream output, boolean secure) {
        this.wire = wire;
        this.output = output;
        this.secure = secure;
    }

    /** Makes room for so many requests. */
    void grow(int requests) {
        if (bytes.length < requests * WwepRequest.Write.LENGTH) {
            bytes = Arrays.copyOf(bytes, requests * WwepRequest.Write.LENGTH);
        }
    }

    /** Puts a request behind those that the next {@link #flush} sends; false if there is no room for it. */
    boolean put(WwepRequest request) {
        if (bytes.length - length < request.length()) {
            return false;
        }
        length = request.encode(bytes, length);
        return true;
    }

    /**
     * Sends what was put together.
     *
     * @param until the {@link System#nanoTime()} at which to give up, if the socket can
     */
    void flush(long until) throws IOException {
        flushed = length;
        length = 0;
        sentBefore = wire.sent();
        wire.readUntil(until);
        output.write(bytes, 0, flushed);
    }

    /** After a {@link #flush} that failed: how many of its last bytes certainly never left. */
    int neverLeft(IOException failure) {
        long left = wire.sent() - sentBefore;
        if (!wire.countsWhatLeaves(flushed) || failure instanceof AsynchronousCloseException || (secure && left > 0)) {
            // Of TLS, nobody can tell which requests the bytes are that left.
            return 0;
        }
        return flushed - (int) left;
    }
}
