package io.wwep.examples;

import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Opens TCP connections for programs that do not use the client. */
final class PlainConnection {

    private static final int CONNECT_MILLIS = 2_000;

    private PlainConnection() {}

    /**
     * Connects, with Nagle's algorithm off, so that each write is sent at once and is not joined with the next.
     *
     * @param fallback the IP address to use if the name cannot be resolved; null for none
     */
    static Socket to(HostPort server, @Nullable String fallback) throws WwepConnectException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address(server, fallback), server.port()), CONNECT_MILLIS);
            return socket;
        } catch (UnknownHostException e) {
            close(socket);
            throw new WwepConnectException(
                    "the name '" + server.host() + "' cannot be resolved; check it, or give an address",
                    e,
                    Phase.RESOLVE);
        } catch (IOException e) {
            close(socket);
            throw new WwepConnectException(
                    "cannot connect to " + server + ": " + e.getMessage() + "; check that a WWEP server listens there",
                    e,
                    Phase.CONNECT);
        }
    }

    private static InetAddress address(HostPort server, @Nullable String fallback) throws UnknownHostException {
        try {
            return InetAddress.getByName(server.host());
        } catch (UnknownHostException e) {
            if (fallback == null) {
                throw e;
            }
            return InetAddress.getByName(fallback);
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is no longer needed.
        }
    }
}
