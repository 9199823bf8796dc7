package io.wwep.client.internal;

import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
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

    /** Makes room for this many requests. */
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
        sentBefore = transport.sent();
        if (!transport.write(bytes, 0, flushed, until)) {
            throw new SocketTimeoutException("the server took nothing more in time");
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
