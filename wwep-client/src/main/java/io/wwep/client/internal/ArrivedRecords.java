package io.wwep.client.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/** TLS records that have arrived, perhaps not completely, and have not been decrypted yet. Used by one thread at a time. */
final class ArrivedRecords {

    /** Enough for the records of a few replies. */
    private static final int INITIAL = 2 * 1024;

    private final Transport tcp;

    /** Always flipped for reading. */
    private ByteBuffer bytes = ByteBuffer.allocate(INITIAL).flip();

    ArrivedRecords(Transport tcp) {
        this.tcp = tcp;
    }

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    /** Decrypts one record. */
    SSLEngineResult unwrap(SSLEngine engine, ByteBuffer target) throws IOException {
        return engine.unwrap(bytes, target);
    }

    /** Reads more bytes from the network. Returns their number, 0 if none arrived by then, or -1 at the end of the stream. */
    int receive(long until) throws IOException {
        bytes.compact();
        if (!bytes.hasRemaining()) {
            bytes = ByteBuffer.allocate(Math.max(INITIAL, 2 * bytes.capacity())).put(bytes.flip());
        }
        try {
            int count = tcp.read(bytes.array(), bytes.position(), bytes.remaining(), until);
            bytes.position(bytes.position() + Math.max(0, count));
            return count;
        } finally {
            bytes.flip();
        }
    }

    /** Frees the memory, if it is empty. */
    void release() {
        if (isEmpty()) {
            bytes = ByteBuffer.allocate(0);
        }
    }
}
