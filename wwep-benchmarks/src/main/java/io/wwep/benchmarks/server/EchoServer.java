package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;

/**
 * A minimal server: one thread and one selector (epoll on Linux), plain and TLS. It answers only writes: a reply is its
 * request with a different first byte, and replies to requests that arrive together are sent together. It stores
 * nothing and validates only the first byte, so that benchmarks measure the client.
 */
public final class EchoServer implements Closeable {

    private final ServerLoop loop = new ServerLoop("echo-server", this::ready);
    private final ServerSocketChannel plain;
    private final ServerSocketChannel tls;

    /** Listens on two free ports of the loopback address. */
    public EchoServer(Wire wire, SSLContext context) throws IOException {
        Echo echo = new Echo(wire);
        Service overPlain = channel -> new PlainEcho(channel, echo);
        Service overTls = channel -> new TlsEcho(channel, context, echo);
        this.plain = loop.listen(overPlain);
        this.tls = loop.listen(overTls);
        loop.start();
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

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof EchoConnection connection) {
            try {
                key.interestOps(connection.ready());
            } catch (IOException | java.nio.channels.CancelledKeyException e) {
                // The client is gone.
                connection.close();
            }
        } else if (key.attachment() instanceof Service service) {
            accept(key, service);
        }
    }

    private void accept(SelectionKey listener, Service service) {
        try {
            SocketChannel channel = ServerLoop.accept(listener);
            if (channel != null) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                loop.serve(channel, service.begin(channel));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the echo server cannot accept a connection", e);
        }
    }

    /** Closes all connections and ends the thread. */
    @Override
    public void close() throws IOException {
        loop.close();
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
