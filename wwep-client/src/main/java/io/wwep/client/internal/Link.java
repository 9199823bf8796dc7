package io.wwep.client.internal;

import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the server: the one there is, or the next. WWEP has no ids, so a connection on which anything but one
 * whole reply per request was seen is never used again: a late reply must not meet the next request.
 *
 * <pre>
 *   what is known of the server          after a reply                  before the next request
 *   CLOSES   one request a connection    close                          dial
 *   KEEPS    it keeps connections        keep                           dial if it has ended meanwhile
 *   UNKNOWN  to be found out             keep                           as KEEPS; but before the second request on a
 *                                                                       connection wait a moment for a close, and if
 *                                                                       one comes: CLOSES from then on
 * </pre>
 *
 * <p>Used by one thread at a time, but for {@link #close()} and {@link #abandon()}.
 */
final class Link {

    /** How long after its first reply a server that closes after each may take to do so. */
    private static final long CLOSE_FOLLOWS_WITHIN = TimeUnit.MILLISECONDS.toNanos(200);

    /** A connection found closed later than this after its reply was closed for being idle. */
    private static final long IDLE_CLOSE_AFTER = TimeUnit.SECONDS.toNanos(5);

    /** A server of unknown habits may answer a silent connection with X after as little as 100 ms. */
    private static final long UNUSED_IS_GOOD_FOR = TimeUnit.MILLISECONDS.toNanos(50);

    /** In a burst of exchanges a look before each costs more than it tells: a close can still come right after it. */
    private static final long BURST = TimeUnit.MICROSECONDS.toNanos(100);

    /** A second exchange on one connection shows that the server keeps it. */
    private static final int PROOF = 2;

    private final Settings settings;
    private final EndpointObserver observer;
    private final Failures failures;
    private final Dialer dialer;
    private final ReconnectGate gate;
    private Habit habit;
    private boolean kept;
    private volatile @Nullable Connection current;
    private volatile @Nullable Thread waiting;
    private volatile boolean closed;

    Link(Settings settings, Habit habit, EndpointObserver observer) {
        this.settings = settings;
        this.habit = habit;
        this.observer = observer;
        this.failures = new Failures(settings);
        this.dialer = new Dialer(settings);
        this.gate = new ReconnectGate(settings.reconnectDelay());
    }

    /** The connection that is there, if there is one. */
    @Nullable
    Connection current() {
        return current;
    }

    /** The connection that is there, if its last exchange was so short a time before this that no look at it is due. */
    @Nullable
    Connection inBurst(long now) {
        Connection connection = current;
        kept = connection != null && window(connection) > 1 && connection.idle(now) < BURST;
        return kept ? connection : null;
    }

    /** A connection that a request can be sent on: the one that is there, or a new one. */
    Connection ready(WwepRequest request, Deadline deadline) throws WwepException {
        Connection connection = keptConnection(request, deadline);
        kept = connection != null;
        return connection == null ? dial(request, deadline) : connection;
    }

    /** Whether the connection that was last asked for had been open before. */
    boolean wasKept() {
        return kept;
    }

    /**
     * How many requests may be in flight on a connection. The first one goes alone also to a server that is said to keep
     * connections: if it does not, callers still come forward one by one.
     */
    int window(Connection connection) {
        int proof = habit == Habit.KEEPS ? 1 : PROOF;
        return habit == Habit.CLOSES || connection.exchanges() < proof ? 1 : settings.maxInFlight();
    }

    /** Opens a connection, unless it is too soon after one that failed. */
    Connection dial(Object what, Deadline deadline) throws WwepException {
        awaitGate(what, deadline);
        Connection connection;
        try {
            connection = dialer.dial(deadline);
        } catch (WwepConnectException e) {
            gate.failed(e);
            throw e;
        }
        gate.succeeded();
        current = connection;
        WireLog.opened(connection);
        observer.opened(connection.server());
        try {
            if (habit == Habit.KEEPS) {
                connection.settle(settings.maxInFlight());
            }
        } catch (IOException e) {
            // It is broken or closed already: the next step finds out which.
        }
        if (closed) {
            // close() may have looked for a connection before there was this one.
            drop(connection, null);
            throw failures.closed(what);
        }
        return connection;
    }

    private void awaitGate(Object what, Deadline deadline) throws WwepException {
        for (long left = gate.opensIn(); left > 0; left = gate.opensIn()) {
            if (!settings.awaitReconnect() || left > deadline.left()) {
                throw gate.closed();
            }
            waiting = Thread.currentThread();
            try {
                // Only now: close() wakes who it sees waiting.
                if (closed) {
                    throw failures.closed(what);
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw failures.interruptedBefore(what, null);
                }
                LockSupport.parkNanos(this, left);
            } finally {
                waiting = null;
            }
        }
    }

    /** The connection that is there, if it can still be trusted with a request. */
    private @Nullable Connection keptConnection(WwepRequest request, Deadline deadline) throws WwepException {
        Connection connection = current;
        if (connection == null) {
            return null;
        }
        long idle = connection.idle(System.nanoTime());
        if (connection.exchanges() == 0) {
            boolean fresh = habit == Habit.KEEPS || idle < UNUSED_IS_GOOD_FOR;
            return fresh && connection.look(0) == Connection.Look.QUIET ? connection : drop(connection, null);
        }
        boolean doubtful = habit == Habit.UNKNOWN && connection.exchanges() < PROOF;
        long patience = doubtful ? Math.min(CLOSE_FOLLOWS_WITHIN - idle, deadline.left() / 2) : 0;
        if (isQuiet(connection, patience)) {
            return isAlive(connection, idle, request, deadline) ? connection : drop(connection, null);
        }
        learnFrom(connection);
        return drop(connection, null);
    }

    private boolean isQuiet(Connection connection, long patience) {
        try {
            connection.settle(settings.maxInFlight());
        } catch (IOException e) {
            return false;
        }
        return connection.look(Math.max(0, patience)) == Connection.Look.QUIET;
    }

    /** Whether a connection that was idle for long still leads to the server, by a read that changes nothing. */
    private boolean isAlive(Connection connection, long idle, WwepRequest request, Deadline deadline) {
        if (settings.validateAfterIdle() == null
                || idle < settings.validateAfterIdle().toNanos()
                || request instanceof WwepRequest.Raw) {
            return true;
        }
        WwepRequest probe = request instanceof WwepRequest.Write write
                ? WwepRequest.read(write.device(), write.register())
                : request;
        long now = System.nanoTime();
        long until = Math.min(deadline.end(), now + settings.replyTimeout().toNanos());
        try {
            connection.put(probe);
            connection.flush(until);
            while (connection.take(probe) == null) {
                if (!connection.receive(until)) {
                    return false;
                }
            }
        } catch (IOException e) {
            WireLog.found(connection, e);
            return false;
        }
        connection.rest(System.nanoTime());
        return connection.isReusable();
    }

    /** A server that ended a connection with its first reply, or instead of its second, serves one request on each. */
    void learnFrom(Connection connection) {
        boolean endedSoon = connection.hasEnded() && connection.idle(System.nanoTime()) < IDLE_CLOSE_AFTER;
        if (habit == Habit.UNKNOWN && connection.exchanges() == 1 && endedSoon) {
            habit = Habit.CLOSES;
            WireLog.learned(settings.server());
        }
    }

    /** Adds what would help with a server that ended a connection instead of a second exchange, if PERSISTENT assumed one. */
    WwepException explain(Connection connection, WwepException cause) {
        return habit == Habit.KEEPS && connection.exchanges() == 1 && cause instanceof WwepConnectionLostException
                ? new WwepConnectionLostException(
                        cause.getMessage()
                                + "; if the server serves one request on each connection, use mode(AUTO), which finds"
                                + " that out",
                        cause.getCause(),
                        cause.delivery())
                : cause;
    }

    /** Closes the connection when nothing more is to come on it, unless it is good for more. */
    void rest(Connection connection) {
        if (!connection.isReusable() || habit == Habit.CLOSES) {
            drop(connection, null);
        }
    }

    /** Lets go of a connection; null, for there is none then. */
    @Nullable
    Connection drop(Connection connection, @Nullable WwepException cause) {
        if (current == connection) {
            current = null;
            connection.close();
            WireLog.closed(connection, cause);
            observer.closed(connection.server(), cause);
        }
        return null;
    }

    /** Frees who waits for a connection, and lets none be opened from now on. */
    void close() {
        closed = true;
        dialer.close();
        LockSupport.unpark(waiting);
    }

    /** Closes the connection under an exchange, which fails at once. */
    void abandon() {
        Connection connection = current;
        if (connection != null) {
            connection.abandon();
        }
    }
}
