package io.wwep.client.internal;

import io.wwep.client.ReconnectPolicy;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server and how long to wait for it. All is validated by the builder.
 *
 * @param tls null for plain TCP
 * @param executor completes the futures of exchanges, or null for the default
 * @param resources start the threads
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
     * Where the server is.
     *
     * @param host a name or an IP address
     * @param fallback dialed when the name has no address or its lookup takes too long
     * @param resolver looks the name up
     */
    public record Address(String host, int port, @Nullable InetAddress fallback, HostResolver resolver) {}

    /**
     * How long things may take.
     *
     * @param deadline the whole exchange's limit, unless a call has its own; the other times are limits within it
     * @param connectTimeout for each address
     * @param handshakeTimeout for TLS, from the TCP connection on
     * @param replyTimeout from sending the request to the whole reply
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
     * @param factory makes them, or null for the JDK's own
     * @param local the address to dial from, or null for the system's choice
     * @param trafficClass 0 to 255, or -1 for the system's choice
     * @param keepAlive null for none
     */
    public record Sockets(
            @Nullable SocketFactory factory,
            @Nullable InetAddress local,
            int trafficClass,
            @Nullable KeepAlive keepAlive) {}

    /**
     * What may be sent, and when.
     *
     * @param maxInFlight how many requests may be sent and not answered, where more than one may
     * @param resendUnknownWrites whether a write is sent once more when the connection that it was sent on had been open
     *     before and broke without a reply
     * @param validateAfterIdle how long a connection may be idle before it is tried by a read, or null for any time
     */
    public record Sending(
            int maxInFlight,
            boolean resendUnknownWrites,
            @Nullable Duration validateAfterIdle) {}

    /**
     * What follows a try to connect that failed.
     *
     * @param policy how long to wait before the next one, or null for not at all
     * @param await whether exchanges wait for that, or fail
     */
    public record Reconnecting(@Nullable ReconnectPolicy policy, boolean await) {}

    /** The server as messages name it. */
    String server() {
        String host = address.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
    }
}
