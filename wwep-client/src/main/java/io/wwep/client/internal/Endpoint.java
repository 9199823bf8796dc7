package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server as its callers share it: it has one connection at a time, and callers take turns in the order they came.
 *
 * <p>Callers do their own I/O on their own thread. WWEP has no ids, so a connection on which anything but one whole
 * reply per request was seen is never used again: a late reply must not meet the next request.
 *
 * <pre>
 *   what is known of the server          after a reply                  before the next request
 *   CLOSES   one request a connection    close                          dial
 *   KEEPS    it keeps connections        keep                           dial if it has ended meanwhile
 *   UNKNOWN  to be found out             keep                           as KEEPS; but before the second request on a
 *                                                                       connection wait a moment for a close, and if
 *                                                                       one comes: CLOSES from then on
 * </pre>
 */
public final class Endpoint {

    /** How long after its first reply a server that closes after each may take to do so. */
    private static final long CLOSE_FOLLOWS_WITHIN = TimeUnit.MILLISECONDS.toNanos(200);

    /** A connection found closed later than this after its reply was closed for being idle. */
    private static final long IDLE_CLOSE_AFTER = TimeUnit.SECONDS.toNanos(5);

    /** A server of unknown habits may answer a silent connection with X after as little as 100 ms. */
    private static final long UNUSED_IS_GOOD_FOR = TimeUnit.MILLISECONDS.toNanos(50);

    private final Settings settings;
    private final EndpointObserver observer;
    private final Dialer dialer;
    private final ReentrantLock turn = new ReentrantLock(true);
    private Habit habit;
    private volatile @Nullable Connection current;
    private volatile boolean closed;

    /** Opens nothing yet. */
    public Endpoint(Settings settings, Habit habit, EndpointObserver observer) {
        this.settings = settings;
        this.habit = habit;
        this.observer = observer;
        this.dialer = new Dialer(settings);
    }

    /** Opens the connection that the first exchange will use. */
    public void open() throws WwepException {
        Deadline deadline = new Deadline(settings.deadline());
        awaitTurn("connecting", deadline);
        try {
            dial(deadline);
        } finally {
            endTurn();
        }
    }

    /** Sends a request and gives its reply; what the exceptions say is in their own documentation. */
    public WwepReply exchange(WwepRequest request) throws WwepException {
        Deadline deadline = new Deadline(settings.deadline());
        try {
            awaitTurn(request, deadline);
        } catch (WwepException e) {
            observer.failed(request, e);
            throw e;
        }
        try {
            return exchangeInTurn(request, deadline);
        } catch (WwepException e) {
            observer.failed(request, e);
            throw e;
        } finally {
            endTurn();
        }
    }

    private WwepReply exchangeInTurn(WwepRequest request, Deadline deadline) throws WwepException {
        Connection kept = keptConnection(deadline);
        if (kept == null) {
            return exchange(dial(deadline), request, deadline);
        }
        try {
            return exchange(kept, request, deadline);
        } catch (WwepConnectionLostException lost) {
            if (closed || !maySendAgain(request, lost)) {
                throw lost;
            }
            WireLog.sendingAgain(request, lost);
            return exchangeAgain(request, deadline, lost);
        }
    }

    private WwepReply exchangeAgain(WwepRequest request, Deadline deadline, WwepConnectionLostException lost)
            throws WwepException {
        try {
            return exchange(dial(deadline), request, deadline);
        } catch (WwepException e) {
            if (lost.delivery() == Delivery.UNKNOWN && e.delivery() == Delivery.NOT_SENT) {
                // That it was not sent again does not tell that it was never done.
                lost.addSuppressed(e);
                throw lost;
            }
            throw e;
        }
    }

    /** The server as messages name it. */
    public String server() {
        return settings.server();
    }

    /** Closes the connection, and fails at once what is under way. Does nothing the second time. */
    public void close() {
        closed = true;
        dialer.close();
        dropAfterClose();
        Connection connection = current;
        if (connection != null) {
            // An exchange is under way on it.
            connection.abandon();
            dropAfterClose();
        }
    }

    private void awaitTurn(Object what, Deadline deadline) throws WwepException {
        try {
            if (!turn.tryLock(deadline.left(), TimeUnit.NANOSECONDS)) {
                throw outOfTime(what, deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interruptedBefore(what, e);
        }
        if (closed) {
            endTurn();
            throw isClosed(what);
        }
    }

    private void endTurn() {
        turn.unlock();
        if (closed) {
            dropAfterClose();
        }
    }

    /** Either this thread gets the turn, or who has it comes by here after it. */
    private void dropAfterClose() {
        Connection connection = current;
        if (connection != null && turn.tryLock()) {
            try {
                drop(connection, null);
            } finally {
                turn.unlock();
            }
        }
    }

    /** The connection that is there, if it can still be trusted with a request. */
    private @Nullable Connection keptConnection(Deadline deadline) {
        Connection connection = current;
        if (connection == null) {
            return null;
        }
        long idle = connection.idle();
        if (connection.exchanges() == 0) {
            boolean fresh = habit == Habit.KEEPS || idle < UNUSED_IS_GOOD_FOR;
            return fresh && connection.look(0) == Connection.Look.QUIET ? connection : drop(connection, null);
        }
        boolean doubtful = habit == Habit.UNKNOWN && connection.exchanges() == 1;
        long patience = doubtful ? Math.min(CLOSE_FOLLOWS_WITHIN - idle, deadline.left() / 2) : 0;
        if (connection.look(Math.max(0, patience)) == Connection.Look.QUIET) {
            return connection;
        }
        learnFrom(connection);
        return drop(connection, null);
    }

    private WwepReply exchange(Connection connection, WwepRequest request, Deadline deadline) throws WwepException {
        if (deadline.hasPassed()) {
            throw outOfTime(request, deadline);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interruptedBefore(request, null);
        }
        WwepException cause = null;
        boolean keep = false;
        try {
            deadline.enter(Phase.REPLY);
            WwepReply reply = connection.exchange(request, deadline);
            observer.exchanged(request, reply, deadline.elapsed());
            if (!(request instanceof WwepRequest.Raw)) {
                learnFrom(connection);
            }
            keep = connection.isReusable() && habit != Habit.CLOSES;
            return reply;
        } catch (WwepException e) {
            cause = e;
            learnFrom(connection);
            throw e;
        } finally {
            if (!keep) {
                drop(connection, cause);
            }
        }
    }

    /** A server that ended a connection with its first reply, or instead of its second, serves one request on each. */
    private void learnFrom(Connection connection) {
        boolean endedSoon = connection.hasEnded() && connection.idle() < IDLE_CLOSE_AFTER;
        if (habit == Habit.UNKNOWN && connection.exchanges() == 1 && endedSoon) {
            habit = Habit.CLOSES;
            WireLog.learned(server());
        }
    }

    private Connection dial(Deadline deadline) throws WwepException {
        Connection connection = dialer.dial(deadline);
        current = connection;
        WireLog.opened(connection);
        observer.opened(connection.server());
        if (closed) {
            // close() may have looked for a connection before there was this one.
            drop(connection, null);
            throw isClosed("the request");
        }
        return connection;
    }

    /** Lets go of a connection; null, for there is none then. */
    private @Nullable Connection drop(Connection connection, @Nullable WwepException cause) {
        if (current == connection) {
            current = null;
            connection.close();
            WireLog.closed(connection, cause);
            observer.closed(connection.server(), cause);
        }
        return null;
    }

    private boolean maySendAgain(WwepRequest request, WwepConnectionLostException lost) {
        return lost.delivery() == Delivery.NOT_SENT
                || request instanceof WwepRequest.Read
                || (request instanceof WwepRequest.Write && settings.resendUnknownWrites());
    }

    private WwepTimeoutException outOfTime(Object what, Deadline deadline) {
        return new WwepTimeoutException(
                "no time left for " + what + " to " + server() + ": " + deadline.breakdown() + "; it was not sent",
                null,
                deadline.phase(),
                Delivery.NOT_SENT);
    }

    private WwepInterruptedException interruptedBefore(Object what, @Nullable InterruptedException cause) {
        return new WwepInterruptedException(
                "interrupted before " + what + " was sent to " + server(), cause, Delivery.NOT_SENT);
    }

    private static WwepConnectionLostException isClosed(Object what) {
        return new WwepConnectionLostException(
                "the client is closed; " + what + " was not sent", null, Delivery.NOT_SENT);
    }
}
