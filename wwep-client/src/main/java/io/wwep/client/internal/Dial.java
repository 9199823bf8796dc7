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
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a connection, in steps: looks up the host's name, connects to one of its addresses, and performs the
 * TLS handshake. A step does what is possible without waiting, and returns what to wait for next. Its {@link Driver} waits
 * for that, but no longer than {@link #until}, and then takes the next step.
 *
 * <p>Used by one thread at a time, except for {@link #close()}.
 */
final class Dial {

    /** What to wait for before the next step. */
    enum Wait {
        /** The lookup of the host's name. */
        LOOKUP,
        /** One of the channels given to the driver. */
        CONNECT,
        /** The server's next message, on {@link #channel}. */
        INPUT,
        /** Room for a message to the server, on {@link #channel}. */
        ROOM,
        /** {@link #work}. */
        WORK,
        /** Nothing: the {@link #connection} is open. */
        NOTHING
    }

    /** Takes the steps, or arranges for them to be taken. */
    interface Driver extends AddressRace.Connecting, NameLookup.Waiter {

        /** Returns whether a step may block the thread, instead of returning what it waits for. */
        boolean mayBlock();

        /** Stops waiting for channels, since this one is connected. */
        void connected(SocketChannel channel) throws IOException;
    }

    private final Dialer dialer;
    private final Settings settings;
    private final Deadline deadline;
    private final Driver driver;
    private Phase phase = Phase.QUEUE;
    private long until;

    private @Nullable Resolution resolution;
    private List<InetAddress> ordered = List.of();
    private @Nullable AddressRace race;
    private volatile @Nullable AddressesInTurn turns;
    private volatile @Nullable TcpTransport tcp;

    // The System.nanoTime() at which connecting to the address began, and at which TCP was connected.
    private long begun;
    private long connected;

    private @Nullable Handshake handshake;
    private @Nullable Connection connection;

    // Events in progress, if Flight Recorder is running.
    private @Nullable ConnectEvent connecting;
    private @Nullable HandshakeEvent shakingHands;

    Dial(Dialer dialer, Settings settings, Deadline deadline, Driver driver) {
        this.dialer = dialer;
        this.settings = settings;
        this.deadline = deadline;
        this.driver = driver;
    }

    /**
     * Takes the next step, without waiting unless the driver allows it.
     *
     * @throws WwepException if no connection can be opened; everything that was opened for it is closed then
     */
    Wait step() throws WwepException {
        boolean failed = true;
        try {
            throwIfClosed();
            Wait wait = switch (phase) {
                case QUEUE -> resolve();
                case RESOLVE -> resolved();
                case CONNECT -> connect();
                case HANDSHAKE -> shakeHands();
                case REPLY -> Wait.NOTHING;
            };
            failed = false;
            return wait;
        } catch (WwepException e) {
            record(e);
            throw e;
        } finally {
            if (failed) {
                close();
            }
        }
    }

    /**
     * Checks whether the attempt may continue while {@link #work} is being done, when no step can be taken.
     *
     * @throws WwepException as {@link #step}
     */
    void check() throws WwepException {
        try {
            throwIfClosed();
            if (handshake != null && handshake.isOverdue()) {
                throw handshakeFailed(handshake, Handshake.overdue());
            }
        } catch (WwepException e) {
            record(e);
            close();
            throw e;
        }
    }

    /** Does the work that may block. If it fails, so does the next step. May be called on another thread. */
    void work() {
        if (handshake != null) {
            handshake.work();
        }
    }

    /** Returns the {@link System#nanoTime()} at which the next step is due. */
    long until() {
        return until;
    }

    /** Waits until the lookup ends, the next step is due, or the thread is interrupted; the interrupt status stays set. */
    void awaitLookup() {
        Objects.requireNonNull(resolution).await();
    }

    /** Returns the channel to wait for, according to the last step. */
    SocketChannel channel() {
        return Objects.requireNonNull(Objects.requireNonNull(tcp).selectable());
    }

    /** Returns the connection that was opened. */
    Connection connection() {
        return Objects.requireNonNull(connection);
    }

    /** Closes everything that was opened for the attempt; only between steps. */
    void close() {
        if (race != null) {
            race.close();
        }
        abort();
    }

    /** Closes what a step may be blocked by; once the client is closed, that makes the step fail. For any thread. */
    void abort() {
        TcpTransport transport = tcp;
        AddressesInTurn blocking = turns;
        if (blocking != null) {
            blocking.close();
        }
        if (transport != null) {
            transport.close();
        }
    }

    private void enter(Phase next, long nextUntil) {
        phase = next;
        until = nextUntil;
    }

    // ---- looking up the name ----

    private Wait resolve() throws WwepException {
        connecting = FlightRecording.isOn() ? ConnectEvent.begun() : null;
        Resolution begun = new Resolution(settings, deadline);
        resolution = begun;
        enter(Phase.RESOLVE, begun.until());
        try {
            return begun.begin(dialer.lookup(), driver) ? connectTo(begun.addresses()) : Wait.LOOKUP;
        } catch (CancellationException e) {
            throw closed();
        }
    }

    private Wait resolved() throws WwepException {
        Resolution running = Objects.requireNonNull(resolution);
        if (!running.isDone()) {
            throwIfInterrupted(null);
            if (System.nanoTime() - until < 0) {
                return Wait.LOOKUP;
            }
        }
        try {
            return connectTo(running.addresses());
        } catch (CancellationException e) {
            throw closed();
        }
    }

    // ---- connecting ----

    private Wait connectTo(List<InetAddress> reachable) throws WwepException {
        deadline.enter(Phase.CONNECT);
        enter(Phase.CONNECT, deadline.end());
        ordered = reachable.size() == 1 ? reachable : AddressRace.order(reachable, dialer.lastWorked());
        // Only the JDK's own sockets let one thread connect several in parallel.
        if (driver.mayBlock() && (ordered.size() == 1 || settings.sockets().factory() != null)) {
            turns = new AddressesInTurn(settings, deadline, dialer.closing());
        } else {
            race = new AddressRace(settings, deadline, ordered, driver);
        }
        throwIfClosed(); // abort() may have been called when there was nothing to end yet
        return connect();
    }

    private Wait connect() throws WwepException {
        AddressesInTurn blocking = turns;
        try {
            if (blocking != null) {
                Socket connected = blocking.connect(ordered);
                if (connected == null) {
                    throwIfAborted(blocking.failed().last());
                    throw unreachable(blocking.failed());
                }
                return connected(connected, blocking.begun());
            }
            AddressRace parallel = Objects.requireNonNull(race);
            throwIfInterrupted(null);
            AddressRace.Attempt first = parallel.step();
            if (first != null) {
                parallel.close();
                return connected(first);
            }
            if (parallel.isLost()) {
                throw unreachable(parallel.failed());
            }
            until = parallel.until();
            return Wait.CONNECT;
        } catch (WwepException e) {
            throw e;
        } catch (IOException e) {
            throwIfAborted(e);
            throw failed(e);
        }
    }

    private Wait connected(AddressRace.Attempt first) throws IOException {
        Wait wait = null;
        try {
            driver.connected(first.channel());
            wait = connected(first.channel().socket(), first.begun());
            return wait;
        } finally {
            if (wait == null) {
                first.channel().close();
            }
        }
    }

    private Wait connected(Socket socket, long begun) throws IOException {
        this.begun = begun;
        connected = System.nanoTime();
        TcpTransport transport = new TcpTransport(socket, settings.sockets().factory() == null);
        tcp = transport;
        throwIfClosed(); // abort() may have been called just before
        if (!driver.mayBlock()) {
            transport.enableReuse();
        }
        if (connecting != null) {
            connecting.connected(settings.server(), transport.server(), transport.local());
            connecting = null;
        }
        // Once an address has accepted, a later failure is the server's: no other address is tried.
        WwepTls tls = settings.tls();
        if (tls == null) {
            return opened(transport, connected);
        }
        shakingHands = FlightRecording.isOn() ? HandshakeEvent.begun() : null;
        deadline.enter(Phase.HANDSHAKE);
        Handshake begins = new Handshake(transport, tls, settings, deadline);
        handshake = begins;
        enter(Phase.HANDSHAKE, begins.until());
        return shakeHands();
    }

    /** Ends the attempt; a request could have been sent at this {@link System#nanoTime()}. */
    private Wait opened(Transport transport, long opened) {
        Transport outer = ObservedTransport.of(transport, settings.sockets().wire());
        connection = new Connection(dialer.nextNumber(), outer, opened, connected - begun, settings, dialer.closing());
        connection.silence().mayHaveBegunAt(begun);
        dialer.noteWorked(transport.server().getAddress());
        phase = Phase.REPLY;
        return Wait.NOTHING;
    }

    /** Returns the failure of an attempt that was ended for this reason. */
    WwepException failed(IOException e) {
        return unreachable(FailedAttempts.reason(e), e);
    }

    private WwepConnectException unreachable(FailedAttempts tried) {
        return unreachable(String.join("; ", tried.messages()), tried.last());
    }

    private WwepConnectException unreachable(String reasons, @Nullable IOException last) {
        return new WwepConnectException(
                "could not connect to " + settings.server() + " (" + reasons + "; "
                        + deadline.breakdown() + "); check that a WWEP server listens there and that the port is right"
                        + " (" + WwepPorts.PLAIN + " plain, " + WwepPorts.TLS + " TLS)",
                last,
                Phase.CONNECT);
    }

    // ---- shaking hands ----

    private Wait shakeHands() throws WwepException {
        Handshake current = Objects.requireNonNull(handshake);
        try {
            return switch (current.step(driver.mayBlock())) {
                case TASKS -> Wait.WORK;
                case INPUT -> Wait.INPUT;
                case ROOM -> Wait.ROOM;
                case NOTHING -> secured(current.secured());
            };
        } catch (IOException | RuntimeException e) {
            throwIfAborted(e);
            throw handshakeFailed(current, e);
        }
    }

    private WwepConnectException handshakeFailed(Handshake ended, Exception e) {
        // An address that accepts connections but no handshake must not come first again.
        dialer.noteFailed(Objects.requireNonNull(tcp).server().getAddress());
        return ended.failed(e, deadline);
    }

    private Wait secured(TlsTransport tls) {
        long opened = System.nanoTime();
        if (shakingHands != null) {
            shakingHands.succeeded(settings.server(), tls);
            shakingHands = null;
        }
        return opened(tls, opened);
    }

    // ---- the end ----

    private void record(WwepException failure) {
        if (connecting != null) {
            connecting.failed(settings.server(), failure);
            connecting = null;
        } else if (shakingHands != null) {
            shakingHands.failed(settings.server(), failure);
            shakingHands = null;
        }
    }

    /** Throws if the attempt was ended by a close or by an interrupt. */
    private void throwIfAborted(@Nullable Exception e) throws WwepException {
        throwIfClosed();
        throwIfInterrupted(e);
    }

    private void throwIfClosed() throws WwepException {
        if (dialer.closing().hasBegun()) {
            throw closed();
        }
    }

    private WwepConnectionLostException closed() {
        return new WwepConnectionLostException("the client was closed while " + doing(), null, Delivery.NOT_SENT);
    }

    private void throwIfInterrupted(@Nullable Exception e) throws WwepException {
        if (driver.mayBlock() && Thread.currentThread().isInterrupted()) {
            throw new WwepInterruptedException("interrupted while " + doing(), e, Delivery.NOT_SENT);
        }
    }

    private String doing() {
        return switch (phase) {
            case RESOLVE -> "looking up " + settings.address().host();
            case HANDSHAKE -> "in the TLS handshake with " + settings.server();
            case QUEUE, CONNECT, REPLY -> "connecting to " + settings.server();
        };
    }
}
