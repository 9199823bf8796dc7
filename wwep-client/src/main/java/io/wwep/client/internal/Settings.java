package io.wwep.client.internal;

import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server and how long to wait for it. All is validated by the builder.
 *
 * @param deadline the whole exchange's limit; the other times are limits within it
 * @param connectTimeout for each address
 * @param handshakeTimeout for TLS, from the TCP connection on
 * @param replyTimeout from sending the request to the whole reply
 * @param fallback dialled when the name has no address or its lookup takes too long
 * @param local the address to dial from, or null for the system's choice
 * @param trafficClass 0 to 255, or -1 for the system's choice
 * @param tls null for plain TCP
 * @param sockets makes the sockets, or null for the JDK's own
 * @param resendUnknownWrites whether a write is sent once more when the connection that it was sent on had been open
 *     before and broke without a reply
 * @param maxInFlight how many requests may be sent and not answered, where more than one may
 * @param validateAfterIdle how long a connection may be idle before it is tried by a read, or null for ever
 * @param reconnectDelay how long to wait before the next try to connect, after so many that failed in a row, or null
 *     for not at all
 * @param awaitReconnect whether exchanges wait for that, or fail
 * @param executor completes the futures of exchanges
 */
public record Settings(
        String host,
        int port,
        Duration deadline,
        Duration lookupTimeout,
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration replyTimeout,
        @Nullable InetAddress fallback,
        @Nullable InetAddress local,
        int trafficClass,
        @Nullable KeepAlive keepAlive,
        @Nullable SocketFactory sockets,
        @Nullable WwepTls tls,
        boolean resendUnknownWrites,
        int maxInFlight,
        @Nullable Duration validateAfterIdle,
        @Nullable IntFunction<Duration> reconnectDelay,
        boolean awaitReconnect,
        Executor executor,
        HostResolver resolver) {

    /** The server as messages name it. */
    String server() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
