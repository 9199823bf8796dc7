package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Target;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Three ports that leave a client waiting: while it connects, in the TLS handshake, and for a reply. */
public final class SilentServer implements Closeable {

    /** What a listener has room for, and then more: Linux keeps one connection more than asked for. */
    private static final int MOST_WAITING = 16;

    /** On loopback a connection that is accepted at all is accepted within a fraction of this. */
    private static final int UNANSWERED_MILLIS = 300;

    /** How a record of a TLS handshake begins, and no more: its length is missing. */
    private static final byte[] RECORD_BEGINS = {22, 3, 3};

    private final Selector selector = Selector.open();
    private final ServerSocket full = new ServerSocket(0, 1, Target.host());
    private final List<Socket> waiting = new ArrayList<>();
    private final ServerSocketChannel mute;
    private final ServerSocketChannel stalled;
    private final ByteBuffer ignored = ByteBuffer.allocate(4 * 1024);
    private final Thread thread;

    /** Listens on three free ports of the loopback address. */
    public SilentServer() throws IOException {
        fill();
        mute = listen(new byte[0]);
        stalled = listen(RECORD_BEGINS);
        thread = new Thread(this::serve, "silent-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** The port whose backlog is full: a SYN gets no answer. */
    public int unansweredPort() {
        return full.getLocalPort();
    }

    /** The port that accepts, and sends nothing. */
    public int mutePort() {
        return mute.socket().getLocalPort();
    }

    /** The port that accepts, and sends the first three bytes of a TLS record. */
    public int stalledPort() {
        return stalled.socket().getLocalPort();
    }

    /** Connects until a connection gets no answer. */
    private void fill() throws IOException {
        for (int i = 0; i < MOST_WAITING; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(full.getLocalSocketAddress(), UNANSWERED_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("a listener with a backlog of 1 accepted " + MOST_WAITING
                + " connections: this system has no silent SYN to offer");
    }

    private ServerSocketChannel listen(byte[] greeting) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(Target.host(), 0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT, greeting);
        return listener;
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (IOException | ClosedSelectorException e) {
            if (selector.isOpen()) {
                throw new IllegalStateException("the silent server broke", e);
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel listener) {
                accept(listener, (byte[]) key.attachment());
            } else {
                ignore((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the silent server broke", e);
        }
    }

    private void accept(ServerSocketChannel listener, byte[] greeting) throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            try {
                channel.write(ByteBuffer.wrap(greeting));
            } catch (IOException e) {
                // The client has gone; that is the client's business.
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

    /** Closes all; the thread ends. */
    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        full.close();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
