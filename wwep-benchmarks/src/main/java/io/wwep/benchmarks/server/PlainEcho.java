package io.wwep.benchmarks.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Turns requests into replies in the buffer they arrived in. */
final class PlainEcho implements EchoConnection {

    private final SocketChannel channel;
    private final EchoServer.Echo echo;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
    private int end;
    private boolean sending;

    PlainEcho(SocketChannel channel, EchoServer.Echo echo) {
        this.channel = channel;
        this.echo = echo;
    }

    @Override
    public int ready() throws IOException {
        if (!sending) {
            if (channel.read(bytes) < 0) {
                throw new EOFException();
            }
            end = bytes.position();
            bytes.flip();
            bytes.limit(echo.answer(bytes));
            sending = true;
        }
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            return SelectionKey.OP_WRITE;
        }
        bytes.limit(end);
        bytes.compact();
        sending = false;
        return SelectionKey.OP_READ;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
