package io.wwep.server;

import io.wwep.protocol.WireListener;
import io.wwep.server.Handshake.ClientCertificates;
import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Configures and starts a server.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class WwepServerBuilder {

    private static final int MAX_PORT = 0xFFFF;

    /** Large enough that clients connecting in a burst need not retry. */
    private static final int BACKLOG = 1024;

    /** The backlog of the course's servers. */
    private static final int COURSE_BACKLOG = 5;

    private static final Duration MAX_TIME = Duration.ofMillis(Integer.MAX_VALUE);
    private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration COURSE_MESSAGE_TIMEOUT = Duration.ofMillis(100);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration COURSE_IDLE_TIMEOUT = Duration.ofSeconds(3);

    private @Nullable Integer plainPort;
    private @Nullable Integer tlsPort;
    private @Nullable TlsIdentity identity;
    private @Nullable WwepTls wanted;
    private @Nullable WwepTls required;
    private Duration handshakeTimeout = Duration.ofSeconds(5);
    private @Nullable InetAddress bindAddress;
    private @Nullable RegisterStore store;
    private @Nullable ExchangeListener listener;
    private @Nullable WireListener wire;
    private ServerProfile profile = ServerProfile.STANDARD;
    private int maxConnections = 1024;
    private @Nullable Duration idleTimeout;
    private @Nullable Duration messageTimeout;

    WwepServerBuilder() {}

    /**
     * Listens for plain TCP on this port. The course uses {@link io.wwep.protocol.WwepPorts#PLAIN}.
     *
     * @param port 0 to 65535; 0 picks a free one, which {@link WwepServer#port()} returns
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the port is out of range
     */
    public WwepServerBuilder plain(int port) {
        this.plainPort = checkPort(port);
        return this;
    }

    /**
     * Listens for TLS on this port with this certificate, alone or in addition to {@link #plain}. The course uses
     * {@link io.wwep.protocol.WwepPorts#TLS}.
     *
     * @param port 0 to 65535; 0 picks a free one, which {@link WwepServer#tlsPort()} returns
     * @param identity the server's certificate and key
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the port is out of range
     */
    public WwepServerBuilder tls(int port, TlsIdentity identity) {
        this.tlsPort = checkPort(port);
        this.identity = Objects.requireNonNull(identity, "identity");
        return this;
    }

    /**
     * Asks clients on the TLS port for a certificate, but accepts clients without one. {@link Exchange#clientSubject()}
     * returns its subject. Untrusted and expired certificates are refused. By default, clients are not asked.
     *
     * @param clients the trust settings for client certificates, including revocation checks
     * @return this builder, for chaining
     */
    public WwepServerBuilder wantClientCertificates(WwepTls clients) {
        this.wanted = Objects.requireNonNull(clients, "clients");
        return this;
    }

    /**
     * Requires clients on the TLS port to send a certificate that chains to a trusted authority. By default, clients
     * are not asked.
     *
     * @param clients the trust settings for client certificates, including revocation checks
     * @return this builder, for chaining
     */
    public WwepServerBuilder requireClientCertificates(WwepTls clients) {
        this.required = Objects.requireNonNull(clients, "clients");
        return this;
    }

    /**
     * Closes a connection on the TLS port whose handshake is not complete this long after it was accepted. The default
     * is 5 s.
     *
     * @param time 1 ms to {@link Integer#MAX_VALUE} ms (24 days)
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the time is out of range
     */
    public WwepServerBuilder handshakeTimeout(Duration time) {
        Objects.requireNonNull(time, "time");
        this.handshakeTimeout = check("a handshake timeout", time);
        return this;
    }

    /**
     * Listens on this local address only. The default is 127.0.0.1, which other machines cannot reach.
     *
     * @param address an address of this machine; 0.0.0.0 for all of them
     * @return this builder, for chaining
     */
    public WwepServerBuilder bind(InetAddress address) {
        this.bindAddress = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Keeps the registers in this store. The default is a new, empty store in memory for each server.
     *
     * @param store not closed with the server
     * @return this builder, for chaining
     */
    public WwepServerBuilder store(RegisterStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * Notifies a listener of each exchange. The default is none.
     *
     * @param listener replaces any previous one
     * @return this builder, for chaining
     */
    public WwepServerBuilder listener(ExchangeListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets what receives the bytes of all connections, decrypted, for example to capture them. The default is none.
     *
     * @param listener replaces any previous one; may be shared by servers and clients
     * @return this builder, for chaining
     */
    public WwepServerBuilder wire(WireListener listener) {
        this.wire = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets how the server handles its connections.
     *
     * @param profile default {@link ServerProfile#STANDARD}
     * @return this builder, for chaining
     */
    public WwepServerBuilder profile(ServerProfile profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        return this;
    }

    /**
     * Limits the number of open connections, on both ports together. A connection above the limit is closed as soon as
     * it is accepted. The default is 1024. The course profiles always serve one at a time per port.
     *
     * @param count 1 or more
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the count is less than 1
     */
    public WwepServerBuilder maxConnections(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "a limit of " + count + " connections is out of range: it must be 1 or more");
        }
        this.maxConnections = count;
        return this;
    }

    /**
     * Closes a connection that received no byte for this long, or whose client did not read its replies for this long.
     * The default is 30 s.
     *
     * <p>Under the course profiles, this is how long the server waits for the client to close after it has replied and
     * disconnected. Until then, the port serves no other client. The default there is 3 s.
     *
     * @param time 1 ms to {@link Integer#MAX_VALUE} ms (24 days)
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the time is out of range
     */
    public WwepServerBuilder idleTimeout(Duration time) {
        Objects.requireNonNull(time, "time");
        this.idleTimeout = check("an idle timeout", time);
        return this;
    }

    /**
     * Refuses a message that is incomplete this long after its first byte, and closes its connection. The default is 2
     * s. A client that has sent nothing, or only line ends, has not begun a message: {@link #idleTimeout} applies to
     * it.
     *
     * <p>Under the course profiles, this is how long the server waits for more of a packet. It starts when the server
     * begins to serve the connection, after the TLS handshake, and restarts with each piece. When it expires, or after
     * 13 bytes, the bytes received are the message, even if there are none. The default there is 100 ms.
     *
     * @param time 1 ms to {@link Integer#MAX_VALUE} ms (24 days)
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the time is out of range
     */
    public WwepServerBuilder messageTimeout(Duration time) {
        Objects.requireNonNull(time, "time");
        this.messageTimeout = check("a message timeout", time);
        return this;
    }

    /**
     * Starts the server. The builder can be reused.
     *
     * @return the server, already listening; the caller must close it
     * @throws IllegalStateException if no port is set, or settings contradict each other
     * @throws io.wwep.tls.TlsMaterialException if the trust settings for client certificates do not work for a server
     * @throws BindException if a port is in use or not permitted, or the address does not belong to this machine
     * @throws IOException if the system cannot provide a socket
     */
    public WwepServer start() throws IOException {
        checkPorts();
        RequestHandler handler =
                new RequestHandler(store == null ? RegisterStore.inMemory() : store, profile, listener);
        Handshake handshake = handshake(handler.log());
        ServerSettings settings = new ServerSettings(
                profile,
                maxConnections,
                millis(idleTimeout, IDLE_TIMEOUT, COURSE_IDLE_TIMEOUT),
                millis(messageTimeout, MESSAGE_TIMEOUT, COURSE_MESSAGE_TIMEOUT),
                wire == null ? null : wire.guarded(e -> handler.log().warn("the wire listener", "failed", e)));
        ConnectionRegistry connections = new ConnectionRegistry(maxConnections, handler.log());
        Acceptor plain = plainPort == null
                ? null
                : new Acceptor(listen(new ServerSocket(), plainPort), null, connections, handler, settings);
        try {
            Acceptor tls = tlsPort == null
                    ? null
                    : new Acceptor(
                            listen(new TlsTransportSocket.Listener(), tlsPort),
                            handshake,
                            connections,
                            handler,
                            settings);
            return new WwepServer(plain, tls, connections, handler).start();
        } catch (IOException e) {
            if (plain != null) {
                plain.close();
            }
            throw e;
        }
    }

    private int millis(@Nullable Duration given, Duration standard, Duration course) {
        Duration time = given != null ? given : profile.isCourse() ? course : standard;
        return Math.toIntExact(time.toMillis());
    }

    private void checkPorts() {
        if (plainPort == null && tlsPort == null) {
            throw new IllegalStateException(
                    "the server has no port to listen on: call plain(port) or tls(port, identity), 0 picks a free one");
        }
        if (plainPort != null && plainPort != 0 && plainPort.equals(tlsPort)) {
            throw new IllegalStateException(
                    "plain WWEP and TLS cannot share port " + plainPort + ": give each its own");
        }
    }

    private @Nullable Handshake handshake(RateLimitedLog log) {
        WwepTls clients = required == null ? wanted : required;
        if (identity == null) {
            if (clients != null) {
                throw new IllegalStateException(
                        "only TLS has client certificates: call tls(port, identity) too, or leave them out");
            }
            return null;
        }
        if (required != null && wanted != null) {
            throw new IllegalStateException("client certificates are both wanted and required: call one of"
                    + " wantClientCertificates and requireClientCertificates");
        }
        int limit = Math.toIntExact(handshakeTimeout.toMillis());
        if (clients == null) {
            return new Handshake(identity::context, ClientCertificates.NOT_ASKED, limit, log);
        }
        return new Handshake(
                clients.serving(identity)::context,
                required == null ? ClientCertificates.WANTED : ClientCertificates.REQUIRED,
                limit,
                log);
    }

    private ServerSocket listen(ServerSocket socket, int port) throws IOException {
        InetAddress address = bindAddress == null ? InetAddress.getByAddress(new byte[] {127, 0, 0, 1}) : bindAddress;
        InetSocketAddress endpoint = new InetSocketAddress(address, port);
        try {
            // Otherwise connections of a server that has just closed would block the port.
            socket.setReuseAddress(true);
            socket.bind(endpoint, profile.isCourse() ? COURSE_BACKLOG : BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw named(endpoint, e);
        }
    }

    private static BindException named(InetSocketAddress endpoint, IOException cause) {
        BindException named = new BindException("cannot listen on " + Connection.format(endpoint) + ": "
                + cause.getMessage() + ". Choose another port (0 picks a free one), or end the program that holds it,"
                + " and check that the address is this machine's");
        named.initCause(cause);
        return named;
    }

    private static int checkPort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "port " + port + " is out of range: it must be 0 to 65535, and 0 picks a free one");
        }
        return port;
    }

    private static Duration check(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException(
                    what + " of " + time + " is out of range: it must be 1 ms to " + MAX_TIME.toMillis() + " ms");
        }
        return time;
    }
}
