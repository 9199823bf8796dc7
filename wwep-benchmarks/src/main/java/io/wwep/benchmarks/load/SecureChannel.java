package io.wwep.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * Client TLS over a channel, for short messages. Blocks only in the handshake.
 *
 * <p>The connections of a thread share every buffer that does not outlive a call.
 */
final class SecureChannel {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Room for what servers send in one flight: a certificate chain, then session tickets. */
    private static final int RECEIVED_BYTES = 8 * 1024;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer received = ByteBuffer.allocate(RECEIVED_BYTES);
    private final ByteBuffer sending;

    /**
     * Runs the handshake.
     *
     * @param channel connected and blocking
     * @param scratch a buffer for records to send, shared by all connections of one thread, as long as the longest record
     */
    SecureChannel(SocketChannel channel, SSLContext context, ByteBuffer scratch) throws IOException {
        this.channel = channel;
        this.sending = scratch;
        this.engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        handshake(ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
    }

    /** Returns a ClientHello. */
    static ByteBuffer hello(SSLContext context) throws IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(NOTHING, hello);
        return hello.flip();
    }

    private void handshake(ByteBuffer none) throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            switch (status) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NEED_WRAP -> send(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    received.flip();
                    Status unwrapped = engine.unwrap(received, none).getStatus();
                    received.compact();
                    if (unwrapped == Status.BUFFER_UNDERFLOW) {
                        fill();
                    } else if (unwrapped == Status.CLOSED) {
                        throw new EOFException("the server ended the TLS handshake");
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    /** Sends a short message at once. */
    void send(ByteBuffer message) throws IOException {
        sending.clear();
        engine.wrap(message, sending);
        sending.flip();
        while (sending.hasRemaining()) {
            if (channel.write(sending) == 0) {
                throw new IOException("the send buffer has no room for a short message");
            }
        }
    }

    /** Reads the available bytes, possibly none. */
    void receive(ByteBuffer bytes) throws IOException {
        fill();
        received.flip();
        SSLEngineResult result = engine.unwrap(received, bytes);
        while (result.getStatus() == Status.OK && received.hasRemaining()) {
            result = engine.unwrap(received, bytes);
        }
        received.compact();
        if (result.getStatus() == Status.CLOSED) {
            throw new EOFException("the server ended TLS");
        }
    }

    private void fill() throws IOException {
        if (channel.read(received) < 0) {
            throw new EOFException("the server closed the connection");
        }
    }
}
