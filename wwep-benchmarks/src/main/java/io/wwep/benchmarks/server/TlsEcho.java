package io.wwep.benchmarks.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** The same over the JDK's TLS engine. */
final class TlsEcho implements EchoConnection {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final EchoServer.Echo echo;
    private final SSLEngine engine;
    private final ByteBuffer received = ByteBuffer.allocate(64 * 1024);
    private final ByteBuffer bytes;
    /** Replies are as long as their requests, and a handshake is little longer. */
    private final ByteBuffer sending = ByteBuffer.allocate(192 * 1024);

    private boolean ended;

    TlsEcho(SocketChannel channel, SSLContext context, EchoServer.Echo echo) {
        this.channel = channel;
        this.echo = echo;
        this.engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        this.bytes = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize());
    }

    @Override
    public int ready() throws IOException {
        if (sending.position() == 0) {
            if (channel.read(received) < 0) {
                throw new EOFException();
            }
            received.flip();
            boolean proceed;
            do {
                proceed = step();
            } while (proceed);
            received.compact();
        }
        sending.flip();
        channel.write(sending);
        sending.compact();
        if (sending.position() > 0) {
            return SelectionKey.OP_WRITE;
        }
        if (ended) {
            throw new EOFException();
        }
        return SelectionKey.OP_READ;
    }

    /** Runs one step of TLS; returns false if it needs more bytes from the client. */
    private boolean step() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            return true;
        }
        if (status == HandshakeStatus.NEED_WRAP) {
            return engine.wrap(NOTHING, sending).getStatus() == Status.OK;
        }
        if (!received.hasRemaining()) {
            return false;
        }
        SSLEngineResult result = engine.unwrap(received, bytes);
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
            engine.closeOutbound();
            return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
        }
        reply();
        return result.getStatus() == Status.OK;
    }

    private void reply() throws IOException {
        int end = bytes.flip().limit();
        bytes.limit(echo.answer(bytes));
        while (bytes.hasRemaining()) {
            SSLEngineResult result = engine.wrap(bytes, sending);
            if (result.getStatus() != Status.OK) {
                throw new IOException("TLS did not accept a reply: " + result);
            }
        }
        bytes.limit(end);
        bytes.compact();
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
