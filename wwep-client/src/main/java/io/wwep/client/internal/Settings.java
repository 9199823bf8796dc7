package io.wwep.client.internal;

import io.wwep.client.ReconnectPolicy;
import io.wwep.protocol.WireListener;
import io.wwep.tls.WwepTls;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client. The builder has validated them.
 *
 * @param tls null for plain TCP
 * @param executor completes the futures of exchanges, or null for the default
 * @param resources provide the threads
 */
public record Settings(
        Address address,
        Limits limits,
        Sockets sockets,
        @Nullable WwepTls tls,
        Sending sending,
        Reconnecting reconnecting,
        @Nullable Executor executor,
        Resources resources) {

    /**
     * The address of the server.
     *
     * @param host a name or an IP address
     * @param fallback dialed when the name has no address or its lookup takes too long
     * @param resolver looks the name up
     */
    public record Address(String host, int port, @Nullable InetAddress fallback, HostResolver resolver) {}

    /**
     * The time limits.
     *
     * @param deadline for a whole exchange, unless a call has its own; the other limits apply within it
     * @param connectTimeout for each address
     * @param handshakeTimeout for the TLS handshake, from the TCP connection on
     * @param replyTimeout from sending the request to the complete reply
     */
    public record Limits(
            Duration deadline,
            Duration lookupTimeout,
            Duration connectTimeout,
            Duration handshakeTimeout,
            Duration replyTimeout) {}

    /**
     * The sockets and their options.
     *
     * @param factory creates them, or null for the JDK's own
     * @param local the address to dial from, or null for the system's choice
     * @param trafficClass 0 to 255, or -1 for the system's choice
     * @param keepAlive the timings, or null for no keep-alive
     * @param wire receives the bytes of all connections, or null
     */
    public record Sockets(
            @Nullable SocketFactory factory,
            @Nullable InetAddress local,
            int trafficClass,
            @Nullable KeepAlive keepAlive,
            @Nullable WireListener wire) {

        /** Protects the connections from exceptions of the listener. */
        public Sockets {
            wire = wire == null ? null : wire.guarded(WireLog::wireListenerFailed);
        }

        /** Returns a new socket, not connected yet. */
        Socket create() throws IOException {
            if (factory == null) {
                return SocketChannel.open().socket();
            }
            Socket socket;
            try {
                socket = factory.createSocket();
            } catch (IOException | RuntimeException e) {
                throw new IOException(
                        "the socket factory failed: " + (e instanceof IOException ? e.getMessage() : e), e);
            }
            String wrong = socket == null
                    ? "null"
                    : socket.isClosed()
                            ? "a socket that is closed"
                            : socket.isConnected() ? "a socket that is connected" : "";
            if (!wrong.isEmpty()) {
                close(socket);
                throw new IOException("the socket factory returned " + wrong
                        + "; its createSocket() must return a new, unconnected socket");
            }
            return socket;
        }

        /** Closes a socket that is not needed any more. It may be the application's: what that throws is logged. */
        static void close(@Nullable Closeable socket) {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException e) {
                // It is not needed any more.
            } catch (RuntimeException | Error e) {
                WireLog.notClosed(socket, e);
            }
        }

        /** Configures a socket before it connects. */
        void configure(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            if (trafficClass >= 0) {
                socket.setTrafficClass(trafficClass);
            }
            if (keepAlive != null) {
                keepAlive.applyTo(socket);
            }
            if (local != null) {
                socket.bind(new InetSocketAddress(local, 0));
            }
        }
    }

    /**
     * What may be sent, and when.
     *
     * @param maxInFlight how many requests may be in flight, on a connection that allows more than one
     * @param resendUnknownWrites whether a write is sent once more if its connection was already open, and broke before the reply
     * @param validateAfterIdle how long a connection may be idle before a read must validate it, or null for no limit
     */
    public record Sending(
            int maxInFlight,
            boolean resendUnknownWrites,
            @Nullable Duration validateAfterIdle) {}

    /**
     * What to do after a failed attempt to connect.
     *
     * @param policy how long to wait before the next attempt, or null for no wait
     * @param await whether exchanges wait for the next attempt, or fail
     */
    public record Reconnecting(@Nullable ReconnectPolicy policy, boolean await) {}

    /** Returns the server as messages name it. */
    String server() {
        String host = address.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
    }
}
