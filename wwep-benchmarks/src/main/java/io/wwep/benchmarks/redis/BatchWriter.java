package io.wwep.benchmarks.redis;

import io.wwep.benchmarks.client.Target;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends batches of writes over a raw socket, and reads all replies to one before it sends the next. */
final class BatchWriter implements Closeable {

    private static final int MESSAGE_BYTES = 11;

    private final Socket socket;
    private final int batch;
    private final byte[] requests;
    private final byte[] replies;

    /** Connects. The writes of a batch go round the devices, to one register after the other. */
    BatchWriter(int port, int batch, int firstDevice, int devices) throws IOException {
        this.socket = new Socket(Target.host(), port);
        socket.setTcpNoDelay(true);
        this.batch = batch;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < batch; i++) {
            text.append(String.format(
                    Locale.ROOT, "W%04X%02X%04X", firstDevice + i % devices, i / devices % 0x100, i & 0xFFFF));
        }
        this.requests = text.toString().getBytes(StandardCharsets.US_ASCII);
        this.replies = new byte[requests.length];
    }

    /** Writes until this {@link System#nanoTime()}, and returns how many writes were acknowledged. */
    long writeUntil(long end) throws IOException {
        long written = 0;
        while (System.nanoTime() < end) {
            socket.getOutputStream().write(requests);
            readReplies();
            written += batch;
        }
        return written;
    }

    private void readReplies() throws IOException {
        int checked = 0;
        for (int length = 0; length < replies.length; ) {
            int count = socket.getInputStream().read(replies, length, replies.length - length);
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
            length += count;
            // A refusal is shorter than an acceptance: what is left would never come.
            for (; checked < length; checked += MESSAGE_BYTES) {
                if (replies[checked] != 'A') {
                    throw new IOException("a write was refused: see the server's warning");
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
