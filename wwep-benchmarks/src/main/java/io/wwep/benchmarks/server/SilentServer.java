package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Target;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Listens on three ports that never answer: on connect, in the TLS handshake, and after a request. */
public final class SilentServer implements Closeable {

    /** More than a backlog of 1 holds; Linux keeps one more connection than requested. */
    private static final int MAX_WAITING = 16;

    /** Loopback connections are accepted within a fraction of this time. */
    private static final int UNANSWERED_MILLIS = 300;

    /** The start of a TLS handshake record, without its length. */
    private static final byte[] PARTIAL_RECORD = {22, 3, 3};

    private final ServerLoop loop = new ServerLoop("silent-server", this::ready);
    private final ServerSocket full = new ServerSocket(0, 1, Target.host());
    private final List<Socket> waiting = new ArrayList<>();
    private final ServerSocketChannel mute;
    private final ServerSocketChannel stalled;
    private final ByteBuffer ignored = ByteBuffer.allocate(4 * 1024);

    /** Listens on three free ports of the loopback address. */
    public SilentServer() throws IOException {
        fill();
        mute = loop.listen(new byte[0]);
        stalled = loop.listen(PARTIAL_RECORD);
        loop.start();
    }

    /** Returns the port whose backlog is full: a SYN is not answered. */
    public int unansweredPort() {
        return full.getLocalPort();
    }

    /** Returns the port that accepts and sends nothing. */
    public int mutePort() {
        return mute.socket().getLocalPort();
    }

    /** Returns the port that accepts and sends the first three bytes of a TLS record. */
    public int stalledPort() {
        return stalled.socket().getLocalPort();
    }

    /** Opens connections until one is not answered. */
    private void fill() throws IOException {
        for (int i = 0; i < MAX_WAITING; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(full.getLocalSocketAddress(), UNANSWERED_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("a listener with a backlog of 1 accepted " + MAX_WAITING
                + " connections: this system cannot leave a SYN unanswered");
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof byte[] greeting) {
                accept(key, greeting);
            } else {
                ignore((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the silent server failed", e);
        }
    }

    private void accept(SelectionKey listener, byte[] greeting) throws IOException {
        SocketChannel channel = ServerLoop.accept(listener);
        if (channel != null) {
            loop.serve(channel, null);
            try {
                channel.write(ByteBuffer.wrap(greeting));
            } catch (IOException e) {
                // The client is gone.
                channel.close();
            }
        }
    }

    private void ignore(SocketChannel channel) throws IOException {
        try {
            if (channel.read(ignored.clear()) < 0) {
                channel.close();
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    /** Closes all connections and ends the thread. */
    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        full.close();
        loop.close();
    }
}
