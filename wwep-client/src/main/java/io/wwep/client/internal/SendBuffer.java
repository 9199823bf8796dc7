package io.wwep.client.internal;

import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Arrays;

/** Encodes the requests of one write, and tracks how much of it was sent if it fails. Used by one thread at a time. */
final class SendBuffer {

    private final Transport transport;
    private byte[] bytes = new byte[WwepRequest.Raw.MAX_LENGTH];
    private int length;
    private int flushed;
    private long sentBefore;

    SendBuffer(Transport transport) {
        this.transport = transport;
    }

    /** Appends a request to those that the next {@link #flush} sends. */
    void append(WwepRequest request) {
        if (bytes.length - length < request.length()) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + request.length()));
        }
        length = request.encode(bytes, length);
    }

    /**
     * Sends the appended requests.
     *
     * @param until the {@link System#nanoTime()} at which to stop waiting for room, if the socket supports that
     * @return whether the system accepted all of it
     */
    boolean flush(long until) throws IOException {
        flushed = length;
        length = 0;
        sentBefore = transport.sent();
        return transport.write(bytes, 0, flushed, until);
    }

    /** Shrinks the buffer to its initial size. */
    void release() {
        if (bytes.length > WwepRequest.Raw.MAX_LENGTH) {
            bytes = new byte[WwepRequest.Raw.MAX_LENGTH];
        }
    }

    /** Returns how many bytes at the end of a failed {@link #flush} certainly never left. */
    int neverLeft(IOException failure) {
        long left = transport.sent() - sentBefore;
        boolean partOfTls = transport.tls() != null && left > 0;
        if (!transport.countsWhatLeaves(flushed) || failure instanceof AsynchronousCloseException || partOfTls) {
            // With TLS, the bytes that were sent cannot be mapped to requests.
            return 0;
        }
        return flushed - (int) left;
    }
}
