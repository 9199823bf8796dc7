package io.wwep.server;

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
 * Says what a server is to be like, and starts it.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class WwepServerBuilder {

    private static final int MAX_PORT = 0xFFFF;

    /** Waiting to be accepted in the system's queue: a burst of clients is not made to try again. */
    private static final int BACKLOG = 1024;

    /** The course's servers have no more. */
    private static final int COURSE_BACKLOG = 5;

    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);
    private static final Duration MESSAGE_TIME = Duration.ofSeconds(2);
    private static final Duration COURSE_MESSAGE_TIME = Duration.ofMillis(100);
    private static final Duration IDLE_TIME = Duration.ofSeconds(30);
    private static final Duration COURSE_IDLE_TIME = Duration.ofSeconds(3);

    private @Nullable Integer plainPort;
    private @Nullable Integer tlsPort;
    private @Nullable TlsIdentity identity;
    private @Nullable WwepTls wanted;
    private @Nullable WwepTls required;
    private Duration handshakeTimeout = Duration.ofSeconds(5);
    private @Nullable InetAddress bindAddress;
    private @Nullable RegisterStore store;
    private @Nullable ExchangeListener listener;
    private ServerProfile profile = ServerProfile.STANDARD;
    private int maxConnections = 1024;
    private @Nullable Duration idleTimeout;
    private @Nullable Duration messageTimeout;

    WwepServerBuilder() {}

    /**
     * Listens for plain TCP on this port; {@link io.wwep.protocol.WwepPorts#PLAIN} is the course's.
     *
     * @param port 0 to 65535; 0 picks a free one, which {@link WwepServer#port()} tells
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the port is out of range
     */
    public WwepServerBuilder plain(int port) {
        this.plainPort = checkPort(port);
        return this;
    }

    /**
     * Listens for TLS on this port, and shows clients this certificate; {@link
     * io.wwep.protocol.WwepPorts#TLS} is the course's. Alone or beside {@link #plain}.
     *
     * @param port 0 to 65535; 0 picks a free one, which {@link WwepServer#tlsPort()} tells
     * @param identity the server's certificate and its key
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the port is out of range
     */
    public WwepServerBuilder tls(int port, TlsIdentity identity) {
        this.tlsPort = checkPort(port);
        this.identity = Objects.requireNonNull(identity, "identity");
        return this;
    }

    /**
     * Asks clients on the TLS port for a certificate, and takes them without one too: {@link
     * Exchange#clientSubject()} tells. One that leads to no trusted authority is refused, as
     * is one that expired. The default is not to ask.
     *
     * @param clients whose certificates to take: trust, and whether to ask if they were revoked
     * @return this builder, for chaining
     */
    public WwepServerBuilder wantClientCertificates(WwepTls clients) {
        this.wanted = Objects.requireNonNull(clients, "clients");
        return this;
    }

    /**
     * Accepts clients on the TLS port only with a certificate that leads to a trusted authority.
     * The default is not to ask for one.
     *
     * @param clients whose certificates to take: trust, and whether to ask if they were revoked
     * @return this builder, for chaining
     */
    public WwepServerBuilder requireClientCertificates(WwepTls clients) {
        this.required = Objects.requireNonNull(clients, "clients");
        return this;
    }

    /**
     * Closes a connection on the TLS port whose handshake is not done this long after it was accepted,
     * however much of it has come. The default is 5 s.
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
     * Listens on this address of the machine only. The default is 127.0.0.1: nothing from outside.
     *
     * @param address one of this machine's; 0.0.0.0 is all of them
     * @return this builder, for chaining
     */
    public WwepServerBuilder bind(InetAddress address) {
        this.bindAddress = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Where the registers are kept. The default is an empty store in memory, a new one for each server.
     *
     * @param store is not closed with the server
     * @return this builder, for chaining
     */
    public WwepServerBuilder store(RegisterStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * Notifies a listener of each message that was received and answered. The default is none.
     *
     * @param listener replaces the one that was given before
     * @return this builder, for chaining
     */
    public WwepServerBuilder listener(ExchangeListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * How the server treats its connections.
     *
     * @param profile default {@link ServerProfile#STANDARD}
     * @return this builder, for chaining
     */
    public WwepServerBuilder profile(ServerProfile profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        return this;
    }

    /**
     * How many connections are open at a time, on both ports together; one above it is closed as soon as
     * it is accepted. The default is 1024. The course profiles serve one at a time on each port in any
     * case.
     *
     * @param count 1 or more
     * @return this builder, for chaining
     * @throws IllegalArgumentException if the count is less than 1
     */
    public WwepServerBuilder maxConnections(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a limit of " + count + " connections is none: it must be 1 or more");
        }
        this.maxConnections = count;
        return this;
    }

    /**
     * Closes a connection on which no byte came for this long, or whose client has not taken its
     * replies for this long. The default is 30 s.
     *
     * <p>Under the course profiles this is the time for the client to close too, after the server has answered and
     * disconnected. Until then the port serves nobody else. The default there is 3 s.
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
     * Refuses a message that is not whole this long after its first byte, and closes its connection; the default is 2 s. A
     * client that has sent nothing, or only line ends, has begun no message: {@link #idleTimeout} applies to it.
     *
     * <p>Under the course profiles this is the time to wait for more of a packet: it begins when the server turns to the
     * connection or has finished its TLS handshake, and again with each piece that comes. When it is over, or when 13 bytes
     * have come, what has come is the message, even if that is nothing. The default there is 100 ms.
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
     * Starts the server. The builder can be used again.
     *
     * @return the server, which listens already; to be closed
     * @throws IllegalStateException if no port was given, or what was said does not go together
     * @throws io.wwep.tls.TlsMaterialException if clients' certificates are to be checked in a way that a
     *     server cannot
     * @throws BindException if a port is in use or not allowed, or the address is not this machine's
     * @throws IOException if the system has no socket to give
     */
    public WwepServer start() throws IOException {
        checkPorts();
        RequestHandler handler =
                new RequestHandler(store == null ? RegisterStore.inMemory() : store, profile, listener);
        Handshake handshake = handshake(handler.troubles());
        ServerSettings settings = new ServerSettings(
                profile,
                maxConnections,
                millis(idleTimeout, IDLE_TIME, COURSE_IDLE_TIME),
                millis(messageTimeout, MESSAGE_TIME, COURSE_MESSAGE_TIME));
        Connections connections = new Connections(maxConnections, handler.troubles());
        Acceptor plain = plainPort == null
                ? null
                : new Acceptor(listen(new ServerSocket(), plainPort), null, connections, handler, settings);
        try {
            Acceptor tls = tlsPort == null
                    ? null
                    : new Acceptor(
                            listen(new SocketUnderTls.Listener(), tlsPort), handshake, connections, handler, settings);
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

    private @Nullable Handshake handshake(TroubleLog troubles) {
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
            return new Handshake(identity::context, ClientCertificates.NOT_ASKED, limit, troubles);
        }
        return new Handshake(
                clients.serving(identity)::context,
                required == null ? ClientCertificates.WANTED : ClientCertificates.REQUIRED,
                limit,
                troubles);
    }

    private ServerSocket listen(ServerSocket socket, int port) throws IOException {
        InetAddress address = bindAddress == null ? InetAddress.getByAddress(new byte[] {127, 0, 0, 1}) : bindAddress;
        InetSocketAddress endpoint = new InetSocketAddress(address, port);
        try {
            // Without it the connections of a server that just ended would keep the next one off its port.
            socket.setReuseAddress(true);
            socket.bind(endpoint, profile.isCourse() ? COURSE_BACKLOG : BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw named(endpoint, e);
        }
    }

    private static BindException named(InetSocketAddress endpoint, IOException cause) {
        BindException named = new BindException("cannot listen on " + Connection.text(endpoint) + ": "
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
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " of " + time + " is out of range: it must be 1 ms to " + LONGEST.toMillis() + " ms");
        }
        return time;
    }
}
