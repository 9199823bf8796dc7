package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;

/**
 * A minimal server: one thread and one selector (epoll on Linux), plain and TLS. It answers only writes: a reply is its
 * request with a different first byte, and replies to requests that arrive together are sent together. It stores
 * nothing and validates only the first byte, so that benchmarks measure the client.
 */
public final class EchoServer implements Closeable {

    private final Selector selector = Selector.open();
    private final ServerSocketChannel plain;
    private final ServerSocketChannel tls;
    private final Thread thread;

    /** Listens on two free ports of the loopback address. */
    public EchoServer(Wire wire, SSLContext context) throws IOException {
        Echo echo = new Echo(wire);
        this.plain = listen(channel -> new PlainEcho(channel, echo));
        this.tls = listen(channel -> new TlsEcho(channel, context, echo));
        this.thread = new Thread(this::serve, "echo-server");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return plain.socket().getLocalPort();
    }

    public int tlsPort() {
        return tls.socket().getLocalPort();
    }

    /** Creates the connections of a listener. */
    private interface Service {
        EchoConnection begin(SocketChannel channel) throws IOException;
    }

    private ServerSocketChannel listen(Service service) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(Target.host(), 0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT, service);
        return listener;
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException e) {
            if (selector.isOpen()) {
                throw new IllegalStateException("the echo server failed", e);
            }
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof EchoConnection connection) {
            try {
                key.interestOps(connection.ready());
            } catch (IOException | java.nio.channels.CancelledKeyException e) {
                // The client is gone.
                connection.close();
            }
        } else if (key.attachment() instanceof Service service) {
            accept((ServerSocketChannel) key.channel(), service);
        }
    }

    private void accept(ServerSocketChannel listener, Service service) {
        try {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, service.begin(channel));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the echo server cannot accept a connection", e);
        }
    }

    /** Closes all connections and ends the thread. */
    @Override
    public void close() throws IOException {
        plain.close();
        tls.close();
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

    /** Turns requests of a protocol into replies. */
    static final class Echo {

        private final int length;
        private final byte asked;
        private final byte answered;

        Echo(Wire wire) {
            byte[] request = wire.request();
            byte[] reply = wire.reply();
            if (request.length != reply.length) {
                throw new IllegalArgumentException("the replies of " + wire + " do not echo its requests");
            }
            this.length = request.length;
            this.asked = request[0];
            this.answered = reply[0];
        }

        /** Turns the complete requests in a buffer, from its position, into replies; returns the end of the last. */
        int answer(ByteBuffer bytes) throws IOException {
            int end = bytes.position() + bytes.remaining() / length * length;
            if (asked == answered) {
                // The reply equals the request; a Modbus message begins with an arbitrary transaction id.
                return end;
            }
            for (int at = bytes.position(); at < end; at += length) {
                if (bytes.get(at) != asked) {
                    throw new IOException("a request of a different kind");
                }
                bytes.put(at, answered);
            }
            return end;
        }
    }
}
