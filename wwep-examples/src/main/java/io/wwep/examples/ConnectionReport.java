package io.wwep.examples;

import io.wwep.examples.board.ObservedSockets;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.SocketFactory;

/**
 * Reports each connection that is opened: the address that the server's name resolved to, and both endpoints, which
 * together identify a TCP connection.
 */
final class ConnectionReport {

    private volatile Consumer<String> reader = line -> {};

    /** Sends reports to this consumer from now on, on the connecting thread. */
    void to(Consumer<String> someone) {
        reader = someone;
    }

    /** Reports an open connection. */
    void opened(HostPort server, Socket socket) {
        HostPort there = HostPort.of((InetSocketAddress) socket.getRemoteSocketAddress());
        HostPort here = HostPort.of((InetSocketAddress) socket.getLocalSocketAddress());
        String resolved = server.host().equals(there.host()) ? "" : server.host() + " is " + there.host() + "; ";
        reader.accept(resolved + "connected from " + here + " to " + there);
    }

    /** Returns a factory of sockets for a client of this server; it reports when they connect. */
    SocketFactory sockets(HostPort server) {
        return new ObservedSockets(socket -> opened(server, socket));
    }
}
