package io.wwep.client.internal;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a connection to the server is opened, reused and abandoned. WWEP has no ids, so a connection with anything other
 * than one complete reply per request is never reused: a late reply must not be matched to the next request.
 *
 * <pre>
 *   behavior of the server     after a reply     before the next request
 *   CLOSE_AFTER_REPLY          close             dial
 *   KEEP_ALIVE                 keep              dial if it has ended meanwhile
 *   UNKNOWN                    keep              as KEEP_ALIVE; but before a write that is the second request on a connection,
 *                                                wait a moment for a close
 * </pre>
 *
 * <p>From time to time, a server that closes is treated as UNKNOWN for one connection.
 *
 * <p>Used with the write lease, by one thread at a time, except for the methods marked "For any thread" or "For the reader".
 */
final class ServerConnection {

    /** If a connection is closed later than this after its reply, the server closed it because it was idle. */
    private static final long IDLE_CLOSE_AFTER = TimeUnit.SECONDS.toNanos(5);

    /** In a burst of exchanges, idle checks cost more than they are worth: a close can still come right after one. */
    private static final long BURST = TimeUnit.MICROSECONDS.toNanos(100);

    /** The number of exchanges on one connection that shows that the server keeps it. */
    private static final int PROOF = 2;

    private final Settings settings;
    private final ListenerDispatcher listeners;
    private final Closing closing;
    private final Failures failures;
    private final Dialer dialer;
    private final ReconnectGate gate;
    private final AtomicLong connectsFailed = new AtomicLong();
    private final LearnedBehavior behavior;
    private volatile @Nullable Thread waiting;

    ServerConnection(Settings settings, ConnectionBehavior behavior, ListenerDispatcher listeners, Closing closing) {
        this.settings = settings;
        this.listeners = listeners;
        this.closing = closing;
        this.behavior = new LearnedBehavior(behavior);
        this.failures = new Failures(settings);
        this.dialer = new Dialer(settings, closing);
        this.gate = new ReconnectGate(settings.reconnecting().policy());
    }

    /** Returns how many attempts to connect have failed. For any thread. */
    long connectsFailed() {
        return connectsFailed.get();
    }

    /** Returns whether a connection's last exchange is so recent that it needs no idle check. For any thread. */
    boolean isInBurst(Connection connection, long now) {
        return window(connection) > 1 && connection.idle(now) < BURST;
    }

    /**
     * Returns how many requests may be in flight on a connection. The first request is sent alone even if the server is
     * known or assumed to keep connections: if it does not, the others are still unsent. For any thread.
     */
    int window(Connection connection) {
        ConnectionBehavior assumed = behavior.current();
        int proof = assumed == ConnectionBehavior.KEEP_ALIVE ? 1 : PROOF;
        return assumed == ConnectionBehavior.CLOSE_AFTER_REPLY || connection.exchanges() < proof
                ? 1
                : settings.sending().maxInFlight();
    }

    /** Returns what was learned about the server, or what the mode assumes. For any thread. */
    ConnectionBehavior behavior() {
        return behavior.learned();
    }

    /** Returns whether a connection may be kept after its last reply. For any thread. */
    boolean isKept(Connection connection) {
        return connection.isReusable() && behavior.current() != ConnectionBehavior.CLOSE_AFTER_REPLY;
    }

    /** Opens a connection on this thread, unless it is too soon after a failed attempt. */
    Connection dial(Object what, Deadline deadline) throws WwepException {
        awaitGate(what, deadline);
        behavior.testAgainIfDue(System.nanoTime());
        Connection connection;
        try {
            connection = dialer.dial(deadline);
        } catch (WwepConnectException e) {
            connectFailed(e);
            throw e;
        }
        return opened(connection);
    }

    /** Begins to open a connection, in steps. Must be followed by {@link #opened} or {@link #connectFailed}. */
    Dial beginDial(Deadline deadline, Dial.Driver driver) {
        behavior.testAgainIfDue(System.nanoTime());
        return dialer.begin(deadline, driver);
    }

    /** Prepares a connection that was just opened. */
    Connection opened(Connection connection) {
        gate.succeeded();
        WireLog.opened(connection);
        try {
            if (behavior.current() == ConnectionBehavior.KEEP_ALIVE) {
                connection.transport().enableReuse();
            }
        } catch (IOException e) {
            // It is broken or closed already: the next step will show which.
        }
        return connection;
    }

    /** Has the user's policy, which may block, decide when to dial again: for the loop, a worker calls this. */
    void connectFailed(WwepConnectException failure) {
        connectsFailed.incrementAndGet();
        gate.failed(failure);
    }

    /** Returns the failure of a call that must not dial yet, or null if a connection may be opened. */
    @Nullable
    WwepConnectException delayed() {
        return gate.opensIn() > 0 ? gate.closed() : null;
    }

    /** Asks the user's policy for the longest delay before the next attempt; it may block. */
    void askLongestDelay() {
        gate.askLongest();
    }

    /**
     * Returns the nanoseconds until a connection may be opened; not positive if that is now.
     *
     * @throws WwepException if the call is not to wait for that
     */
    long untilDial(Object what, Deadline deadline) throws WwepException {
        if (isClientClosed()) {
            throw closed(what);
        }
        long left = gate.opensIn();
        if (left > 0 && (!settings.reconnecting().await() || left > deadline.left())) {
            throw gate.closed();
        }
        return left;
    }

    private void awaitGate(Object what, Deadline deadline) throws WwepException {
        gate.askLongest();
        for (long left = untilDial(what, deadline); left > 0; left = untilDial(what, deadline)) {
            waiting = Thread.currentThread();
            try {
                // Checked only now: abortDial() wakes the thread that it sees waiting.
                if (isClientClosed()) {
                    throw closed(what);
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

    /** Returns whether {@link #isReady} needs no waiting. */
    boolean isReadyAtOnce(Connection connection, WwepRequest request) {
        return connection.exchanges() > 0 && !isDoubtful(connection) && !isToBeProbed(connection, request);
    }

    /** Returns whether a kept connection, on which nothing is in flight, can be trusted with a request; may wait. */
    boolean isReady(Connection connection, WwepRequest request, Deadline deadline) {
        boolean probed = isToBeProbed(connection, request);
        return isQuiet(connection, untilTrusted(connection, request, deadline))
                && (!probed || isAlive(connection, request, deadline));
    }

    /** Returns the nanoseconds for which a kept connection must be quiet before it can be trusted with a request. */
    long untilTrusted(Connection connection, WwepRequest request, Deadline deadline) {
        long wait = untilTrusted(connection, request, System.nanoTime());
        return Math.max(0, Math.min(wait, deadline.left() / 2));
    }

    /** Returns whether nothing comes on a kept connection for this many nanoseconds, and learns from what does. */
    boolean isQuiet(Connection connection, long nanos) {
        boolean used = connection.exchanges() > 0;
        try {
            if (used) {
                connection.transport().enableReuse();
            }
            if (connection.check(nanos) == IdleCheck.IDLE) {
                return true;
            }
        } catch (IOException e) {
            // It is closed.
        }
        if (used) {
            learnFrom(connection);
        }
        return false;
    }

    /**
     * Returns whether the first reply on a connection may be a course server's answer to silence: its request may have arrived
     * too late to be read, because the thread was held up. For the reader.
     */
    boolean mayAnswerSilence(Connection connection, WwepReply first, long now) {
        return connection.exchanges() == 1
                && behavior.current() != ConnectionBehavior.KEEP_ALIVE
                && connection.silence().isAnsweredBy(first, now);
    }

    /**
     * Returns how long to wait for data that a request must not cross. A read may cross a close, since it is resent then,
     * but not the reason of a refusal.
     */
    private long untilTrusted(Connection connection, WwepRequest request, long now) {
        if (connection.exchanges() == 0) {
            boolean maySpeak = behavior.current() != ConnectionBehavior.KEEP_ALIVE;
            return maySpeak ? connection.silence().untilAnswered(now) : 0;
        }
        boolean mayCross = request instanceof WwepRequest.Read && !connection.wasRefused();
        return isDoubtful(connection) && !mayCross ? CourseTiming.untilCloseIsSeen(connection.idle(now)) : 0;
    }

    /** Returns whether this connection's next exchange will show the server's behavior. */
    private boolean isDoubtful(Connection connection) {
        return behavior.current() == ConnectionBehavior.UNKNOWN && connection.exchanges() < PROOF;
    }

    /** Returns whether a kept connection was idle for so long that {@link #isAlive} must be checked. */
    boolean isToBeProbed(Connection connection, WwepRequest request) {
        return settings.sending().validateAfterIdle() != null
                && connection.exchanges() > 0
                && connection.idle(System.nanoTime())
                        >= settings.sending().validateAfterIdle().toNanos()
                && !(request instanceof WwepRequest.Raw);
    }

    /** Checks with a read, which changes nothing, whether the server still answers on a connection; waits for the reply. */
    boolean isAlive(Connection connection, WwepRequest request, Deadline deadline) {
        WwepRequest probe = request instanceof WwepRequest.Write write
                ? WwepRequest.read(write.device(), write.register())
                : request;
        long now = System.nanoTime();
        long until =
                Math.min(deadline.end(), now + settings.limits().replyTimeout().toNanos());
        try {
            int replies = connection.probe(probe, until);
            if (replies == 0) {
                throw new SocketTimeoutException("no reply came in time");
            }
            if (replies < 0) {
                return false; // the server closed it in an orderly way
            }
        } catch (IOException e) {
            connection.breakIdle(failures.notValidated(probe, e, deadline));
            WireLog.found(connection, e);
            return false;
        }
        connection.markUsed(System.nanoTime());
        if (connection.hasUndecoded()) {
            connection.breakIdle(failures.unexpectedData());
        }
        return connection.isReusable() && !connection.hasUndecoded();
    }

    /**
     * Learns from a connection that carried an exchange or ended. If the server ended it with its first reply, or instead of a
     * second one, it serves one request per connection. For any thread.
     */
    void learnFrom(Connection connection) {
        int exchanges = connection.exchanges();
        if (exchanges >= PROOF) {
            if (behavior.noteKept()) {
                WireLog.learnedThatItKeeps(settings.server());
            }
        } else if (exchanges == 1 && connection.hasEnded()) {
            long now = System.nanoTime();
            if (connection.idle(now) < IDLE_CLOSE_AFTER && behavior.noteClosed(now)) {
                WireLog.learnedThatItCloses(settings.server());
            }
        }
    }

    /**
     * Adds advice to the failure if PERSISTENT was set, but the server ended a connection instead of a second exchange. For any
     * thread.
     */
    WwepException explain(Connection connection, WwepException cause) {
        return !behavior.learns()
                        && behavior.current() == ConnectionBehavior.KEEP_ALIVE
                        && connection.exchanges() == 1
                        && cause instanceof WwepConnectionLostException
                ? new WwepConnectionLostException(
                        cause.getMessage()
                                + "; if the server serves one request on each connection, use mode(AUTO), which finds"
                                + " that out",
                        cause.getCause(),
                        cause.delivery())
                : cause;
    }

    /** Closes a released connection. For any thread. Throws nothing: the calls that ended with it are still to be completed. */
    void close(Connection released, @Nullable WwepException cause) {
        released.close();
        WireLog.closed(released, cause);
        listeners.dispatch();
    }

    /** Returns whether the user's policy decides when to dial again after a failure. For any thread. */
    boolean asksPolicy() {
        return settings.reconnecting().policy() != null;
    }

    /** Returns the failure of what was to be done when the client was closed. For any thread. */
    WwepException closed(Object what) {
        return failures.closed(what);
    }

    /** Returns whether the client is closed. For any thread. */
    boolean isClientClosed() {
        return closing.hasBegun();
    }

    /**
     * Aborts an attempt to connect, and wakes the thread that waits for it. Call only after {@link Closing#begin}. For any thread.
     */
    void abortDial() {
        dialer.abort();
        LockSupport.unpark(waiting);
    }
}
