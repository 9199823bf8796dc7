package io.wwep.client;

import io.wwep.client.internal.Endpoint;
import io.wwep.client.internal.EndpointObserver;
import io.wwep.client.internal.HostResolver;
import io.wwep.client.internal.IpLiteral;
import io.wwep.client.internal.KeepAlive;
import io.wwep.client.internal.Settings;
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
 * Sets up a {@link WwepClient}. Every setting has a default that suits a server on the local network; times are those of
 * the course's clients. A setting that makes no sense is refused at once, with an {@link IllegalArgumentException}.
 *
 * <p>Not safe for use by several threads at once. Each call of {@link #build()} makes a client of its own.
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
    private @Nullable ExchangeRecorder recorder;
    private boolean resendUnknownWrites;
    private int maxInFlight = MAX_IN_FLIGHT;
    private @Nullable Duration validateAfterIdle;
    private ReconnectPolicy reconnect = ReconnectPolicy.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));
    private boolean awaitReconnect;
    private WwepResources resources = WwepResources.shared();
    private @Nullable Executor executor;
    private HostResolver resolver = InetAddress::getAllByName;

    WwepClientBuilder(String host) {
        this.host = Validation.host(Objects.requireNonNull(host, "host"));
    }

    /**
     * The server's port.
     *
     * @param port 1 to 65535; default 27708, the course's, or 40508 with {@link #tls}
     * @return this builder
     */
    public WwepClientBuilder port(int port) {
        this.port = Validation.number("port", port, 1, 65_535);
        return this;
    }

    /**
     * Speaks TLS, with this trust and identity. Default: plain TCP, which anybody on the way can read and change.
     *
     * @param tls whom to trust, by which name, and who to be
     * @return this builder
     */
    public WwepClientBuilder tls(WwepTls tls) {
        this.tls = Objects.requireNonNull(tls, "tls");
        return this;
    }

    /**
     * How connections are used; default {@link ConnectionMode#AUTO}.
     *
     * @param mode whether they are kept
     * @return this builder
     */
    public WwepClientBuilder mode(ConnectionMode mode) {
        this.mode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /**
     * The limit of a whole exchange: waiting for other threads' exchanges, name lookup, connecting, the TLS handshake and
     * the reply, repeats included. The other timeouts are limits within it.
     *
     * @param deadline 1 ms to 1 day; default 10 s
     * @return this builder
     */
    public WwepClientBuilder deadline(Duration deadline) {
        this.deadline = Validation.time("deadline", Objects.requireNonNull(deadline, "deadline"));
        return this;
    }

    /**
     * The limit of looking up the host's addresses. An IP address needs no lookup.
     *
     * @param timeout 1 ms to 1 day; default 5 s
     * @return this builder
     */
    public WwepClientBuilder lookupTimeout(Duration timeout) {
        this.lookupTimeout = Validation.time("lookup timeout", Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /**
     * The limit of connecting to one address. Of several addresses of a name, the next one is tried beside the first after
     * 250 ms (RFC 8305), or at once if it fails; sockets of a {@link #socketFactory} try them in turn, and share the deadline.
     * The address that last worked comes first.
     *
     * @param timeout 1 ms to 1 day; default 2 s
     * @return this builder
     */
    public WwepClientBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = Validation.time("connect timeout", Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /**
     * The limit of the TLS handshake, from the TCP connection on, checks of revocation included.
     *
     * @param timeout 1 ms to 1 day; default 5 s
     * @return this builder
     */
    public WwepClientBuilder handshakeTimeout(Duration timeout) {
        this.handshakeTimeout = Validation.time("handshake timeout", Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /**
     * The limit from sending the request to the whole reply; of several requests that are sent at once, from the reply
     * before it.
     *
     * @param timeout 1 ms to 1 day; default 2 s, long enough for a Wi-Fi device that changes its access point
     * @return this builder
     */
    public WwepClientBuilder replyTimeout(Duration timeout) {
        this.replyTimeout = Validation.time("reply timeout", Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /**
     * The address to dial when the host's name has none or its lookup takes too long. Default: none.
     *
     * @param address an IPv4 or IPv6 address as text
     * @return this builder
     */
    public WwepClientBuilder fallbackAddress(String address) {
        this.fallbackAddress = Validation.address("fallback address", Objects.requireNonNull(address, "address"));
        return this;
    }

    /**
     * The local address to connect from, of the server's address family. Default: the system's choice.
     *
     * @param address an address of this machine
     * @return this builder
     */
    public WwepClientBuilder localAddress(InetAddress address) {
        this.localAddress = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * The traffic class of the packets, once called type of service: see {@link java.net.Socket#setTrafficClass}. Default:
     * the system's choice.
     *
     * @param trafficClass 0 to 255
     * @return this builder
     */
    public WwepClientBuilder trafficClass(int trafficClass) {
        this.trafficClass = Validation.number("traffic class", trafficClass, 0, 255);
        return this;
    }

    /**
     * When TCP probes a silent connection, so that one to a vanished server is found dead. On by default: after 30 s idle,
     * every 10 s, 3 probes. Where the system has no such timings its own are used. Connections of
     * {@link ConnectionMode#ONE_SHOT} do not live long enough to be probed.
     *
     * @param idle 1 s to 9 h, whole seconds
     * @param interval 1 s to 9 h, whole seconds
     * @param probes 1 to 127
     * @return this builder
     */
    public WwepClientBuilder keepAlive(Duration idle, Duration interval, int probes) {
        this.keepAlive = new KeepAlive(
                Validation.keepAlive("idle time", Objects.requireNonNull(idle, "idle")),
                Validation.keepAlive("interval", Objects.requireNonNull(interval, "interval")),
                Validation.number("keep-alive probes", probes, 1, 127));
        return this;
    }

    /**
     * Leaves TCP keep-alive off.
     *
     * @return this builder
     */
    public WwepClientBuilder withoutKeepAlive() {
        this.keepAlive = null;
        return this;
    }

    /**
     * Makes the sockets; asked for unconnected ones, on the threads that use the client. Default: the JDK's own. An
     * interrupt frees a thread that waits for a reply from a made socket within 50 ms, and one that connects it at the
     * connect timeout.
     *
     * <p>The default sockets connect directly: the system property {@code socksProxyHost} has no effect on them. To connect
     * through a SOCKS proxy, make the sockets by {@code new Socket(proxy)}.
     *
     * @param factory its {@link SocketFactory#createSocket()} must be supported
     * @return this builder
     */
    public WwepClientBuilder socketFactory(SocketFactory factory) {
        this.socketFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Adds a listener, which receives what happens to connections and exchanges. Default: none. Several receive the same
     * events, each at its own pace.
     *
     * @param listener may be shared by clients, if it is thread-safe
     * @return this builder
     */
    public WwepClientBuilder addListener(WwepListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Records how each exchange ended and how long it took, for metrics. Default: none.
     *
     * @param recorder thread-safe, and does not block; may be shared by clients
     * @return this builder
     */
    public WwepClientBuilder recorder(ExchangeRecorder recorder) {
        this.recorder = Objects.requireNonNull(recorder, "recorder");
        return this;
    }

    /**
     * Whether a write is sent once more when its connection, open before, broke without a reply. The server may have done
     * it already: only for writes that may be done twice. Default: false.
     *
     * @param resend true to send it once more
     * @return this builder
     */
    public WwepClientBuilder resendUnknownWrites(boolean resend) {
        this.resendUnknownWrites = resend;
        return this;
    }

    /**
     * How many requests may be sent and not yet answered, on a connection whose server is known to keep it. Further ones
     * wait, within their deadlines.
     *
     * @param requests 1 to 1024; default 1024. 1 sends each request only when the one before it was answered
     * @return this builder
     */
    public WwepClientBuilder maxInFlight(int requests) {
        this.maxInFlight = Validation.number("max in flight", requests, 1, MAX_IN_FLIGHT);
        return this;
    }

    /**
     * Tries a connection that was idle for so long by a read of the register that is asked for next, and replaces it if no
     * reply comes within the reply timeout. So a write is not lost on a connection whose server has vanished without a
     * word. Default: never; then such a request fails at the reply timeout, and the next one has a new connection.
     *
     * @param idle 1 ms to 1 day
     * @return this builder
     */
    public WwepClientBuilder validateAfterIdle(Duration idle) {
        this.validateAfterIdle = Validation.time("idle time", Objects.requireNonNull(idle, "idle"));
        return this;
    }

    /**
     * How long not to try to connect again after tries that failed: exchanges in between fail at once with the cause of the
     * last one, unless {@link #awaitReconnect} says otherwise. Has no meaning for {@link ConnectionMode#ONE_SHOT}. Default:
     * {@linkplain ReconnectPolicy#doubling doubling} from 100 ms to 10 s.
     *
     * @param policy may be shared by clients
     * @return this builder
     */
    public WwepClientBuilder reconnect(ReconnectPolicy policy) {
        this.reconnect = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Whether exchanges wait for the next try to connect, if it falls within their deadline. Default: false.
     *
     * @param await true to wait
     * @return this builder
     */
    public WwepClientBuilder awaitReconnect(boolean await) {
        this.awaitReconnect = await;
        return this;
    }

    /**
     * Completes the futures of {@link WwepClient#exchangeAsync}, and so runs what follows on them. Default: the common pool,
     * or where that has one thread or none, daemon threads of its {@linkplain #resources resources}. A future that the executor has not
     * completed by its deadline and half a second after it was handed over, or half a second after the client was closed,
     * is completed by one of those threads.
     *
     * @param executor has threads of its own: one that runs its work on the thread that hands it over would have what
     *     follows hold up the exchanges of others, and deadlock if that uses this client
     * @return this builder
     */
    public WwepClientBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Has the client use these threads, and be closed with them. Default: {@link WwepResources#shared()}.
     *
     * @param resources may be shared by clients; not closed
     * @return this builder
     */
    public WwepClientBuilder resources(WwepResources resources) {
        this.resources = Objects.requireNonNull(resources, "resources");
        return this;
    }

    /**
     * {@return a client that connects on its first exchange}
     *
     * @throws IllegalStateException if its resources are closed
     */
    public WwepClient build() {
        if (fallbackAddress != null && IpLiteral.parse(host) != null) {
            throw new IllegalArgumentException("a fallback address is for a name that cannot be looked up, but " + host
                    + " is an address itself: leave one of them out");
        }
        boolean isOneShot = mode == ConnectionMode.ONE_SHOT;
        int standardPort = tls == null ? WwepPorts.PLAIN : WwepPorts.TLS;
        Settings settings = new Settings(
                new Settings.Address(host, port == null ? standardPort : port, fallbackAddress, resolver),
                new Settings.Limits(deadline, lookupTimeout, connectTimeout, handshakeTimeout, replyTimeout),
                new Settings.Sockets(socketFactory, localAddress, trafficClass, isOneShot ? null : keepAlive),
                tls,
                new Settings.Sending(maxInFlight, resendUnknownWrites, validateAfterIdle),
                new Settings.Reconnecting(isOneShot ? null : reconnect, awaitReconnect),
                executor,
                resources.threads());
        EndpointObserver observer = listeners.isEmpty()
                ? new EndpointObserver() {}
                : new ListenerDispatcher(listeners, resources.threads()::execute);
        Endpoint endpoint = new Endpoint(settings, mode.assumed(), observer, recorder);
        return resources.add(new WwepClient(endpoint, observer, resources));
    }

    /**
     * {@return a client that is connected}
     *
     * <p>The first exchange uses the connection, however late it comes, unless the server closed it or sent anything meanwhile.
     *
     * @throws WwepException if no connection can be made; nothing is left open then
     */
    public WwepClient connect() throws WwepException {
        return build().opened();
    }

    /** For tests: looks names up instead of the system. */
    WwepClientBuilder resolver(HostResolver resolver) {
        this.resolver = resolver;
        return this;
    }
}
