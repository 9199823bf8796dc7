package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepPorts;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: looks the name up each time, and tries its addresses, starting with the one that last worked.
 *
 * <p>Used by one thread at a time, except for {@link #close()}.
 */
final class Dialer {

    /** If more than this is left for the other addresses, an address had only a share of the deadline. In nanoseconds. */
    private static final long SHARED = TimeUnit.MILLISECONDS.toNanos(1);

    private final Settings settings;
    private final NameLookup lookup;
    private volatile @Nullable Socket opening;
    private volatile @Nullable AddressRace racing;
    private @Nullable InetAddress lastWorked;
    private volatile boolean closed;
    private int dialled;

    Dialer(Settings settings) {
        this.settings = settings;
        this.lookup =
                new NameLookup(settings.address().host(), settings.address().resolver(), settings.resources());
    }

    /**
     * A TCP connection.
     *
     * @param roundTrip how long connecting took, in nanoseconds
     */
    private record Reached(TcpTransport tcp, long roundTrip) {}

    /** Opens a connection to the first address that accepts one. */
    Connection dial(Deadline deadline) throws WwepException {
        Connection connection = null;
        try {
            Reached reached = reach(deadline);
            // An address that accepts the connection is the server's: no other address is tried after a later failure.
            Transport transport = settings.tls() == null ? reached.tcp : secure(reached.tcp, settings.tls(), deadline);
            connection = new Connection(++dialled, transport, System.nanoTime(), reached.roundTrip, settings);
            return connection;
        } catch (IOException e) {
            throw e instanceof WwepException known ? known : unreachable(List.of(reason(e)), e, deadline);
        } finally {
            if (connection == null) {
                closeQuietly(opening);
            }
            opening = null;
        }
    }

    private Reached reach(Deadline deadline) throws WwepException {
        ConnectEvent event = FlightRecording.isOn() ? ConnectEvent.begun() : null;
        try {
            deadline.enter(Phase.RESOLVE);
            List<InetAddress> addresses = reachable(resolve(deadline));
            deadline.enter(Phase.CONNECT);
            Reached reached = connect(addresses, deadline);
            if (event != null) {
                event.connected(settings.server(), reached.tcp.server(), reached.tcp.local());
            }
            return reached;
        } catch (WwepException e) {
            if (event != null) {
                event.failed(settings.server(), e);
            }
            throw e;
        }
    }

    private Reached connect(List<InetAddress> addresses, Deadline deadline) throws WwepException {
        List<InetAddress> ordered = addresses.size() == 1 ? addresses : AddressRace.order(addresses, lastWorked);
        // Only the JDK's own sockets let one thread connect several in parallel.
        Reached reached = ordered.size() == 1 || settings.sockets().factory() != null
                ? connectInTurn(ordered, deadline)
                : connectToFirst(ordered, deadline);
        lastWorked = reached.tcp.server().getAddress();
        return reached;
    }

    private Reached connectInTurn(List<InetAddress> addresses, Deadline deadline) throws WwepException {
        List<String> tried = new ArrayList<>();
        IOException last = null;
        for (InetAddress address : addresses) {
            try {
                long share = deadline.left() / (addresses.size() - tried.size());
                return open(new InetSocketAddress(address, settings.address().port()), share, deadline);
            } catch (IOException | RuntimeException e) {
                throwIfAborted("connecting to", e);
                IOException failure = e instanceof IOException io ? io : new IOException(e);
                tried.add(address.getHostAddress() + ": " + reason(failure));
                last = failure;
                closeQuietly(opening);
            }
            if (deadline.hasPassed()) {
                break;
            }
        }
        throw unreachable(tried, last, deadline);
    }

    private Reached connectToFirst(List<InetAddress> addresses, Deadline deadline) throws WwepException {
        AddressRace race = new AddressRace(settings, deadline, channel -> configure(channel.socket()));
        racing = race;
        try {
            if (closed) {
                throw new IOException("the client is closed");
            }
            AddressRace.Attempt first = race.run(addresses);
            if (first == null) {
                throw unreachable(race.failures(), race.last(), deadline);
            }
            opening = first.channel().socket();
            if (closed) {
                throw new IOException("the client is closed");
            }
            return new Reached(new TcpTransport(first.channel().socket(), true), System.nanoTime() - first.begun());
        } catch (IOException e) {
            throwIfAborted("connecting to", e);
            throw e instanceof WwepException known ? known : unreachable(List.of(reason(e)), e, deadline);
        } finally {
            racing = null;
        }
    }

    private WwepConnectException unreachable(List<String> tried, @Nullable IOException last, Deadline deadline) {
        return new WwepConnectException(
                "could not connect to " + settings.server() + " (" + String.join("; ", tried) + "; "
                        + deadline.breakdown() + "); check that a WWEP server listens there and that the port is right"
                        + " (" + WwepPorts.PLAIN + " plain, " + WwepPorts.TLS + " TLS)",
                last,
                Phase.CONNECT);
    }

    private Transport secure(TcpTransport tcp, WwepTls tls, Deadline deadline) throws WwepException {
        HandshakeEvent event = FlightRecording.isOn() ? HandshakeEvent.begun() : null;
        try {
            TlsTransport secured = shakeHands(tcp, tls, deadline);
            if (event != null) {
                event.succeeded(settings.server(), secured);
            }
            return secured;
        } catch (WwepException e) {
            if (event != null) {
                event.failed(settings.server(), e);
            }
            throw e;
        }
    }

    private TlsTransport shakeHands(TcpTransport tcp, WwepTls tls, Deadline deadline) throws WwepException {
        deadline.enter(Phase.HANDSHAKE);
        Handshake handshake = new Handshake(tcp, tls, settings);
        try {
            return handshake.perform(deadline);
        } catch (IOException | RuntimeException e) {
            throwIfAborted("in the TLS handshake with", e);
            throw handshake.failed(e, deadline);
        }
    }

    /** Throws if the attempt was ended by {@link #close()} or by an interrupt. */
    private void throwIfAborted(String doing, Exception e) throws WwepException {
        if (closed) {
            throw closedWhile(doing + " " + settings.server());
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new WwepInterruptedException(
                    "interrupted while " + doing + " " + settings.server(), e, Delivery.NOT_SENT);
        }
    }

    /** Wakes a thread that waits for a connection, and prevents new connections. */
    void close() {
        closed = true;
        lookup.close();
        closeQuietly(opening);
        AddressRace race = racing;
        if (race != null) {
            race.close();
        }
    }

    private InetAddress[] resolve(Deadline deadline) throws WwepException {
        try {
            return lookup.addresses(deadline.left(settings.limits().lookupTimeout()));
        } catch (CancellationException e) {
            throw closedWhile("looking up " + settings.address().host());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WwepInterruptedException(
                    "interrupted while looking up " + settings.address().host(), e, Delivery.NOT_SENT);
        } catch (UnknownHostException e) {
            return fallback(Failures.lookupFailed(settings.address().host(), e), e);
        } catch (IOException e) {
            return fallback(settings.address().host() + " could not be looked up: " + reason(e), e);
        } catch (TimeoutException e) {
            return fallback(
                    "no answer to the lookup of " + settings.address().host() + " within "
                            + deadline.limit(settings.limits().lookupTimeout()) + " (" + deadline.breakdown()
                            + "); check the name service, or give an address instead",
                    e);
        }
    }

    private InetAddress[] fallback(String problem, Exception cause) throws WwepConnectException {
        InetAddress fallback = settings.address().fallback();
        if (fallback == null) {
            throw new WwepConnectException(problem, cause, Phase.RESOLVE);
        }
        return new InetAddress[] {fallback};
    }

    /** Returns the addresses that can be reached from the local address: those of its family. */
    private List<InetAddress> reachable(InetAddress[] addresses) throws WwepConnectException {
        InetAddress local = settings.sockets().local();
        List<InetAddress> reachable = new ArrayList<>();
        for (InetAddress address : addresses) {
            if (local == null || local.getClass() == address.getClass()) {
                reachable.add(address);
            }
        }
        if (reachable.isEmpty()) {
            throw new WwepConnectException(
                    settings.address().host() + " has no address of the same family as the local address " + local
                            + "; give a local address of the other family, or leave it out",
                    null,
                    Phase.CONNECT);
        }
        return reachable;
    }

    /**
     * Connects to one address.
     *
     * @param share how much of the deadline it may use, in nanoseconds
     */
    private Reached open(InetSocketAddress server, long share, Deadline deadline) throws IOException {
        // An interrupt wakes the socket of a channel, but not any other.
        Socket socket = settings.sockets().create();
        opening = socket;
        if (closed) {
            throw new IOException("the client is closed");
        }
        configure(socket);
        boolean shares = share < settings.limits().connectTimeout().toNanos() && deadline.left() - share > SHARED;
        long nanos = Math.min(settings.limits().connectTimeout().toNanos(), share);
        if (nanos <= 0) {
            throw new SocketTimeoutException(deadline.limit() + " has passed");
        }
        long begun = System.nanoTime();
        try {
            socket.connect(server, Deadline.toMillis(nanos));
        } catch (SocketTimeoutException e) {
            SocketTimeoutException named = new SocketTimeoutException("no answer within "
                    + (shares
                            ? TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, its share of " + deadline.limit()
                            : deadline.passed(settings.limits().connectTimeout())));
            named.initCause(e);
            throw named;
        }
        return new Reached(new TcpTransport(socket, settings.sockets().factory() == null), System.nanoTime() - begun);
    }

    private void configure(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        if (settings.sockets().trafficClass() >= 0) {
            socket.setTrafficClass(settings.sockets().trafficClass());
        }
        if (settings.sockets().keepAlive() != null) {
            settings.sockets().keepAlive().applyTo(socket);
        }
        if (settings.sockets().local() != null) {
            socket.bind(new InetSocketAddress(settings.sockets().local(), 0));
        }
    }

    private WwepConnectionLostException closedWhile(String doing) {
        return new WwepConnectionLostException("the client was closed while " + doing, null, Delivery.NOT_SENT);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void closeQuietly(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is not needed any more.
        }
    }
}
