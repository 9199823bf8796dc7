package io.wwep.benchmarks.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A session over the streams of a blocking socket. */
abstract class BlockingConversation implements Session {

    private final Socket socket;
    private final InputStream input;
    final OutputStream output;

    BlockingConversation(Socket socket) throws IOException {
        this.socket = socket;
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    /** Reads this many bytes to the beginning of an array. */
    final void read(byte[] into, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int came = input.read(into, count, length - count);
            if (came < 0) {
                throw new EOFException("the server closed the connection after " + count + " of " + length + " bytes");
            }
            count += came;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
