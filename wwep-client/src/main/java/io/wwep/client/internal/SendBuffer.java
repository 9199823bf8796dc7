package io.wwep.client.internal;

import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Arrays;

/** Requests that leave in one write, and what is known of them if it fails. Used by one thread at a time. */
final class SendBuffer {

    private final Transport transport;
    private byte[] bytes = new byte[WwepRequest.Raw.MAX_LENGTH];
    private int length;
    private int flushed;
    private long sentBefore;

    SendBuffer(Transport transport) {
        this.transport = transport;
    }

    /** Puts a request behind those that the next {@link #flush} sends. */
    void put(WwepRequest request) {
        if (bytes.length - length < request.length()) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + request.length()));
        }
        length = request.encode(bytes, length);
    }

    /**
     * Sends what was put together.
     *
     * @param until the {@link System#nanoTime()} at which to stop waiting for room, if the socket can
     * @return whether the system accepted all of it
     */
    boolean flush(long until) throws IOException {
        flushed = length;
        length = 0;
        sentBefore = transport.sent();
        return transport.write(bytes, 0, flushed, until);
    }

    /** Gives the buffer back. */
    void release() {
        if (bytes.length > WwepRequest.Raw.MAX_LENGTH) {
            bytes = new byte[WwepRequest.Raw.MAX_LENGTH];
        }
    }

    /** After a {@link #flush} that failed: how many of its last bytes certainly never left. */
    int neverLeft(IOException failure) {
        long left = transport.sent() - sentBefore;
        boolean partOfTls = transport.tls() != null && left > 0;
        if (!transport.countsWhatLeaves(flushed) || failure instanceof AsynchronousCloseException || partOfTls) {
            // Of TLS, nobody can tell which requests the bytes are that left.
            return 0;
        }
        return flushed - (int) left;
    }
}
