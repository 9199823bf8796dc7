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
            int count = socket.getInputStream().readNBytes(replies, 0, replies.length);
            if (count < replies.length) {
                throw new EOFException("the server closed the connection");
            }
            for (int at = 0; at < replies.length; at += MESSAGE_BYTES) {
                if (replies[at] != 'A') {
                    throw new IOException("a write was refused");
                }
            }
            written += batch;
        }
        return written;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
