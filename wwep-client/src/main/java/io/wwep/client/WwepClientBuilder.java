package io.wwep.client;

import io.wwep.client.internal.Endpoint;
import io.wwep.client.internal.HostResolver;
import io.wwep.client.internal.KeepAlive;
import io.wwep.client.internal.ListenerDispatcher;
import io.wwep.client.internal.Settings;
import io.wwep.protocol.WireListener;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepPorts;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WwepClient}. Every setting has a default that suits a server on the local network; the default times are
 * those of the course's clients. A method that gets a value out of range throws an {@link IllegalArgumentException} at once.
 * Not thread-safe. Each call to {@link #build()} creates a new client.
 */
public final class WwepClientBuilder {

    private static final int MAX_IN_FLIGHT = 1024;
    private final String host;
    private @Nullable Integer port;
    private @Nullable WwepTls tls;
    private ConnectionMode mode = ConnectionMode.AUTO;
    private Duration deadline = Duration.ofSeconds(10);
    private Duration lookupTimeout = Duration.ofSeconds(5);
    private Duration connectTimeout = Duration.ofSeconds(2);
    private Duration handshakeTimeout = Duration.ofSeconds(5);
    private Duration replyTimeout = Duration.ofSeconds(2);
    private @Nullable InetAddress fallbackAddress;
    private @Nullable InetAddress localAddress;
    private int trafficClass = -1;
    private @Nullable KeepAlive keepAlive = new KeepAlive(Duration.ofSeconds(30), Duration.ofSeconds(10), 3);
    private @Nullable SocketFactory socketFactory;
    private final List<WwepListener> listeners = new ArrayList<>();
    private final List<ExchangeRecorder> recorders = new ArrayList<>();
    private @Nullable WireListener wire;
    private boolean resendUnknownWrites;
    private int maxInFlight = MAX_IN_FLIGHT;
    private @Nullable Duration validateAfterIdle;
    private ReconnectPolicy reconnect = ReconnectPolicy.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));
    private boolean awaitReconnect;
    private WwepResources resources = WwepResources.shared();
    private @Nullable Executor executor;
    private HostResolver resolver = HostResolver.SYSTEM;

    WwepClientBuilder(String host) {
        this.host = Validation.host(Objects.requireNonNull(host, "host"));
    }

    /**
     * Sets the server's port.
     *
     * @param port 1 to 65535; default 27708, the course's port, or 40508 with {@link #tls}
     * @return this builder
     */
    public WwepClientBuilder port(int port) {
        this.port = Validation.number("port", port, 1, 65_535);
        return this;
    }

    /**
     * Uses TLS, with this trust and identity. Default: plain TCP, which anyone on the network path can read and change.
     *
     * @param tls which servers to trust, and how to identify the client
     * @return this builder
     */
    public WwepClientBuilder tls(WwepTls tls) {
        this.tls = Objects.requireNonNull(tls, "tls");
        return this;
    }

    /**
     * Sets how connections are used. Default: {@link ConnectionMode#AUTO}.
     *
     * @param mode the mode
     * @return this builder
     */
    public WwepClientBuilder mode(ConnectionMode mode) {
        this.mode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /**
     * Limits a whole exchange: waiting for other threads' exchanges, name lookup, connecting, the TLS handshake and the reply,
     * including retries. The other timeouts apply within it.
     *
     * @param deadline 1 ms to 1 day; default 10 s
     * @return this builder
     */
    public WwepClientBuilder deadline(Duration deadline) {
        this.deadline = Validation.time("deadline", Objects.requireNonNull(deadline, "deadline"));
        return this;
    }

    /**
     * Limits the lookup of the host's addresses. An IP address needs no lookup.
     *
     * @param timeout 1 ms to 1 day; default 5 s
     * @return this builder
     */
    public WwepClientBuilder lookupTimeout(Duration timeout) {
        this.lookupTimeout = Validation.time("lookup timeout", Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /**
     * Limits connecting to one address. If a name has several addresses, the address that last worked, with TLS including the
     * handshake, is tried first, and the next one in parallel after 250 ms (RFC 8305), or at once if an attempt fails. Sockets
     * made by a {@link #socketFactory} try the addresses in turn, sharing the deadline among them.
     *
     * @param timeout 1 ms to 1 day; default 2 s
     * @return this builder
     */
    public WwepClientBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = Validation.time("connect timeout", Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /**
     * Limits the TLS handshake, from the time the TCP connection is established, including revocation checks.
     *
     * @param timeout 1 ms to 1 day; default 5 s
     * @return this builder
     */
    public WwepClientBuilder handshakeTimeout(Duration timeout) {
        this.handshakeTimeout = Validation.time("handshake timeout", Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /**
     * Limits the time from sending a request to its complete reply; for pipelined requests, the time since the previous reply.
     *
     * @param timeout 1 ms to 1 day; default 2 s, long enough for a Wi-Fi device to change its access point
     * @return this builder
     */
    public WwepClientBuilder replyTimeout(Duration timeout) {
        this.replyTimeout = Validation.time("reply timeout", Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /**
     * Sets the address to connect to if the host's name has no address or its lookup takes too long. Default: none.
     *
     * @param address an IPv4 or IPv6 address as text
     * @return this builder
     * @throws IllegalArgumentException if the text is not an IP address
     */
    public WwepClientBuilder fallbackAddress(String address) {
        this.fallbackAddress = Validation.address("fallback address", Objects.requireNonNull(address, "address"));
        return this;
    }

    /**
     * Sets the local address to connect from, which must be of the server's address family. Default: chosen by the system.
     *
     * @param address an address of this machine
     * @return this builder
     */
    public WwepClientBuilder localAddress(InetAddress address) {
        this.localAddress = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Sets the traffic class of the packets; see {@link java.net.Socket#setTrafficClass}. Default: chosen by the system.
     *
     * @param trafficClass 0 to 255
     * @return this builder
     */
    public WwepClientBuilder trafficClass(int trafficClass) {
        this.trafficClass = Validation.number("traffic class", trafficClass, 0, 255);
        return this;
    }

    /**
     * Sets when TCP probes an idle connection, so that a vanished server is noticed. On by default: after 30 s idle, 3 probes at
     * intervals of 10 s. If the system does not support these options, its own timings apply. Not for ONE_SHOT connections.
     *
     * @param idle the idle time before the first probe; 1 s to 9 h, whole seconds
     * @param interval the time between probes; 1 s to 9 h, whole seconds
     * @param probes how many unanswered probes end the connection; 1 to 127
     * @return this builder
     */
    public WwepClientBuilder keepAlive(Duration idle, Duration interval, int probes) {
        this.keepAlive = Validation.keepAlive(idle, interval, probes);
        return this;
    }

    /**
     * Turns TCP keep-alive off.
     *
     * @return this builder
     */
    public WwepClientBuilder withoutKeepAlive() {
        this.keepAlive = null;
        return this;
    }

    /**
     * Creates sockets with this factory instead of the JDK's default. The factory is called on the threads that use the client.
     * With its sockets, an interrupted thread stops waiting for a reply within 50 ms, but stops connecting only at the connect
     * timeout. The event loop cannot serve them: for futures and virtual threads, a worker connects, and waits for replies. Once
     * such a connection has been idle, its own daemon thread reads from it until it is closed, so that the server's close is
     * noticed at once.
     *
     * <p>The default sockets connect directly and ignore the system property {@code socksProxyHost}. To connect through a SOCKS
     * proxy, give a factory that returns {@code new Socket(proxy)}.
     *
     * @param factory must support {@link SocketFactory#createSocket()}, which returns a new, unconnected socket. If it fails, the
     *     attempt to connect fails, and the message says so
     * @return this builder
     */
    public WwepClientBuilder socketFactory(SocketFactory factory) {
        this.socketFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Adds a listener for the events of connections and exchanges. Default: none. Several listeners receive the same events,
     * each at its own pace.
     *
     * @param listener may be shared by clients if it is thread-safe
     * @return this builder
     */
    public WwepClientBuilder addListener(WwepListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Adds a recorder of how each exchange ended and how long it took, for metrics. Default: none. Several recorders are called
     * one after another.
     *
     * @param recorder must be thread-safe and must not block; may be shared by clients
     * @return this builder
     */
    public WwepClientBuilder addRecorder(ExchangeRecorder recorder) {
        recorders.add(Objects.requireNonNull(recorder, "recorder"));
        return this;
    }

    /**
     * Sets the listener that receives the bytes of all connections, decrypted, for example to capture them. Default: none.
     *
     * @param listener replaces any previous one; may be shared by clients and servers
     * @return this builder
     */
    public WwepClientBuilder wire(WireListener listener) {
        this.wire = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets whether a write is sent once more if its connection, which was already open, broke before the reply. The server may
     * have carried it out already, so use this only for writes that may be repeated. Default: false.
     *
     * @param resend true to send such writes once more
     * @return this builder
     */
    public WwepClientBuilder resendUnknownWrites(boolean resend) {
        this.resendUnknownWrites = resend;
        return this;
    }

    /**
     * Sets how many requests may be sent but not yet answered, once the server is known to keep connections open. Further
     * requests wait, within their deadlines.
     *
     * @param requests 1 to 1024; default 1024. With 1, each request is sent only after the previous one was answered
     * @return this builder
     */
    public WwepClientBuilder maxInFlight(int requests) {
        this.maxInFlight = Validation.number("max in flight", requests, 1, MAX_IN_FLIGHT);
        return this;
    }

    /**
     * Validates a connection that was idle for at least this time before it is used: reads the register of the next request, and
     * opens a new connection if no reply comes within the reply timeout. This way, a write is not lost on a connection whose
     * server has silently vanished. Default: never; then such a request fails at the reply timeout, and the next one gets a new
     * connection. For futures and virtual threads, a worker waits for that reply.
     *
     * @param idle 1 ms to 1 day
     * @return this builder
     */
    public WwepClientBuilder validateAfterIdle(Duration idle) {
        this.validateAfterIdle = Validation.time("idle time", Objects.requireNonNull(idle, "idle"));
        return this;
    }

    /**
     * Sets how long to wait after a failed attempt to connect before the next one. Exchanges in between fail at once with the
     * cause of the last failure, unless {@link #awaitReconnect} is set. Has no effect in {@link ConnectionMode#ONE_SHOT}.
     * Default: {@linkplain ReconnectPolicy#doubling doubling} from 100 ms to 10 s.
     *
     * @param policy may be shared by clients
     * @return this builder
     */
    public WwepClientBuilder reconnect(ReconnectPolicy policy) {
        this.reconnect = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets whether exchanges wait for the next attempt to connect if it is within their deadline. Default: false.
     *
     * @param await true to wait
     * @return this builder
     */
    public WwepClientBuilder awaitReconnect(boolean await) {
        this.awaitReconnect = await;
        return this;
    }

    /**
     * Sets the executor that completes the client's futures, and so runs their dependent stages. Default: the common pool, or, if
     * that has fewer than two threads, daemon threads of the {@linkplain #resources resources}. One of those threads completes a
     * future that the executor does not: by its deadline or half a second after it was handed over, whichever is later, or half
     * a second after the client was closed; or at once if {@code execute} throws, or runs the task on the calling thread, as
     * {@code Runnable::run} does. A thread in {@code get} or {@code join} may complete its future, and others without stages.
     *
     * @param executor its {@code execute} must not block: that would delay every client that shares the resources
     * @return this builder
     */
    public WwepClientBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Sets the threads that the client uses; closing the resources closes the client. Default: {@link WwepResources#shared()}.
     *
     * @param resources must not be closed; may be shared by clients
     * @return this builder
     */
    public WwepClientBuilder resources(WwepResources resources) {
        this.resources = Objects.requireNonNull(resources, "resources");
        return this;
    }

    /**
     * {@return a new client, which connects on its first exchange}
     *
     * @throws IllegalArgumentException if there is a fallback address, but the host is an IP address itself
     * @throws IllegalStateException if its resources are closed
     */
    public WwepClient build() {
        Validation.fallback(host, fallbackAddress);
        boolean isOneShot = mode == ConnectionMode.ONE_SHOT;
        Settings settings = new Settings(
                new Settings.Address(host, effectivePort(), fallbackAddress, resolver),
                new Settings.Limits(deadline, lookupTimeout, connectTimeout, handshakeTimeout, replyTimeout),
                new Settings.Sockets(socketFactory, localAddress, trafficClass, isOneShot ? null : keepAlive, wire),
                tls,
                new Settings.Sending(maxInFlight, resendUnknownWrites, validateAfterIdle),
                new Settings.Reconnecting(isOneShot ? null : reconnect, awaitReconnect),
                executor,
                resources.threads());
        ListenerDispatcher dispatcher = new ListenerDispatcher(listeners, resources.threads()::execute);
        Endpoint endpoint = new Endpoint(settings, mode.assumed(), dispatcher, recorders);
        return resources.add(new WwepClient(endpoint, dispatcher, resources));
    }

    /**
     * {@return a new client that is connected}
     *
     * <p>The first exchange uses this connection, however late it comes, unless the server has closed it or sent anything.
     *
     * @throws WwepException if no connection can be made; nothing is left open then
     * @throws IllegalArgumentException if there is a fallback address, but the host is an IP address itself
     * @throws IllegalStateException if its resources are closed
     */
    public WwepClient connect() throws WwepException {
        return build().opened();
    }

    /** {@return the settings made so far that a toolkit built on the client needs to know, such as a gateway} */
    public WwepClientSettings settings() {
        return new WwepClientSettings(host, effectivePort(), mode, deadline, replyTimeout, reconnect);
    }

    private int effectivePort() {
        return port != null ? port : tls == null ? WwepPorts.PLAIN : WwepPorts.TLS;
    }

    /** For tests: replaces the system in looking names up. */
    WwepClientBuilder resolver(HostResolver resolver) {
        this.resolver = resolver;
        return this;
    }
}
