package io.wwep.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Consumer;
import javax.net.SocketFactory;

/**
 * Tells of each connection that is opened: what the server's name resolved to, and both ends, which together are what tells
 * one TCP connection from all others.
 */
final class ConnectionReport {

    private volatile Consumer<String> reader = line -> {};

    /** Tells this reader from now on, on the thread that connects. */
    void to(Consumer<String> someone) {
        reader = someone;
    }

    /** Tells of a connection that is open. */
    void opened(HostPort server, Socket socket) {
        HostPort there = HostPort.of((InetSocketAddress) socket.getRemoteSocketAddress());
        HostPort here = HostPort.of((InetSocketAddress) socket.getLocalSocketAddress());
        String resolved = server.host().equals(there.host()) ? "" : server.host() + " is " + there.host() + "; ";
        reader.accept(resolved + "connected from " + here + " to " + there);
    }

    /** Makes sockets for a client of this server, and tells when they are connected. */
    SocketFactory sockets(HostPort server) {
        return new SocketFactory() {
            @Override
            public Socket createSocket() {
                return new Socket() {
                    @Override
                    public void connect(SocketAddress address, int timeout) throws IOException {
                        super.connect(address, timeout);
                        opened(server, this);
                    }
                };
            }

            @Override
            public Socket createSocket(String host, int port) {
                throw onlyUnconnected();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
                throw onlyUnconnected();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                throw onlyUnconnected();
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
                throw onlyUnconnected();
            }
        };
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("the client connects its sockets itself");
    }
}
