package io.wwep.client.internal;

import io.wwep.client.internal.Calls.Loss;
import io.wwep.client.internal.Calls.Reader;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who writes to a client's connection, and who reads from it: one thread each, which gets a lease for that and gives it back.
 * What either does to the calls is one step under the lock of {@link Calls}. Thread-safe.
 */
final class Leases {

    /** What {@link #lose} found. */
    enum Lost {
        /** All in flight on the connection have failed, or are queued again: the connection is to be closed. */
        SETTLED,
        /** The writer is still at it and settles it: the connection is to be aborted. */
        LEFT_TO_WRITER,
        /** It was lost or let go before. */
        BEFORE
    }

    /** What {@link #answer} gives if nothing is in flight any more and the connection was let go: it is to be closed. */
    static final int RELEASED = -1;

    private static final int GONE = -2;

    /** Holds the write lease while an idle connection is looked after. */
    static final Call NOBODY = new Call(new WwepRequest[0], Duration.ZERO, null);

    private final Settings settings;
    private final Calls calls;

    Leases(Settings settings, Calls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    // ---- the write lease ----

    /** Takes the write lease if something can be sent and nobody does: for the oldest call that has something, or null. */
    @Nullable
    Call trySend() {
        calls.queue.lock.lock();
        try {
            if (calls.sender == null && calls.canSend()) {
                calls.sender = calls.queue.unsent();
                return calls.sender;
            }
            return null;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Gives the thread of a call that is not done a lease, if it needs one and it is free: {@code READ}, {@code SEND} or {@code NOTHING}. */
    Next tryAny(Call own) {
        calls.queue.lock.lock();
        try {
            if (own.isDone()) {
                return Next.NOTHING;
            }
            boolean canRead = calls.reader == Reader.NONE && calls.queue.inFlight() > 0 && calls.loss == null;
            // That of its own are none in flight, though others are: these may be of calls that nobody waits for.
            if (canRead && (own.isInFlight() || calls.sender != null || !calls.canSend())) {
                calls.reader = Reader.CALLER;
                return Next.READ;
            }
            if (calls.sender == null && calls.canSend()) {
                calls.sender = own;
                return Next.SEND;
            }
            return Next.NOTHING;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /**
     * Takes what may be sent now, which counts as in flight from now on, or gives the write lease back if that is nothing.
     *
     * @param to the connection it is for
     * @param batch takes the requests
     * @param usedConnection whether the connection carried an exchange before
     * @param ended takes calls whose deadline has passed
     * @return how many requests; 0 if the lease was given back, or -1 if the connection is lost
     */
    int fill(Connection to, WwepRequest[] batch, long now, boolean usedConnection, Ended ended) {
        calls.queue.lock.lock();
        try {
            if (calls.connection != to || calls.loss != null) {
                return -1;
            }
            if (calls.queue.inFlight() == 0) {
                calls.overdue.setRelease(now + settings.limits().replyTimeout().toNanos());
            }
            int count = calls.queue.fill(batch, calls.window, now, usedConnection, ended);
            calls.flushing = count > 0;
            if (count == 0) {
                calls.sender = null;
            }
            return count;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** What a thread is to do next. */
    enum Next {
        /** Send: it has the write lease. */
        SEND,
        /** Read: it has the read lease, and no other. */
        READ,
        /** Nothing: it has no lease. */
        NOTHING,
        /** The connection is lost, for the reason in {@link #loss}; the write lease stays. */
        SETTLE
    }

    /** Notes that what {@link #fill} gave has left; the thread of a call in flight goes on to read, if nobody does. */
    Next flushed(Call own) {
        calls.queue.lock.lock();
        try {
            if (calls.loss != null) {
                return Next.SETTLE;
            }
            calls.flushing = false;
            if (calls.canSend()) {
                return Next.SEND;
            }
            calls.sender = null;
            boolean reads = calls.reader == Reader.NONE && own.isInFlight() && !own.isDone() && own.isOfThisThread();
            if (reads) {
                calls.reader = Reader.CALLER;
            }
            return reads ? Next.READ : Next.NOTHING;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Why the connection is lost, if its writer is to settle that. */
    @Nullable
    Loss loss() {
        calls.queue.lock.lock();
        try {
            return calls.loss;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Takes back the last requests in flight on a connection, which make up these bytes and never left. By its writer. */
    void takeBack(Connection from, int bytes) {
        calls.queue.lock.lock();
        try {
            if (calls.connection == from) {
                calls.queue.takeBack(bytes);
            }
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Gives the write lease back, if this call has it; gives whether there are calls that may need it. */
    boolean endSending(Call own) {
        calls.queue.lock.lock();
        try {
            if (calls.sender != own) {
                return false;
            }
            calls.sender = null;
            calls.flushing = false;
            return calls.queue.first() != null;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    // ---- the read lease ----

    /**
     * Takes the read lease, if replies are to come and nobody reads.
     *
     * @param byLoop whether it is for the loop, which reads what a selector can wait for; else it is for a thread
     * @return the connection, or null
     */
    @Nullable
    Connection tryRead(boolean byLoop) {
        calls.queue.lock.lock();
        try {
            if (calls.reader != Reader.NONE || calls.queue.inFlight() == 0 || calls.loss != null) {
                return null;
            }
            Connection connection = calls.connection;
            boolean selected =
                    byLoop && connection != null && connection.transport().selectable() != null;
            calls.reader = selected ? Reader.LOOP : Reader.CALLER;
            return connection;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /**
     * Takes the read lease of a connection on which nothing is in flight.
     *
     * @param alone whether the write lease is to be taken too, for {@link #NOBODY}, if nobody sends
     */
    boolean tryExamine(Connection idle, boolean alone) {
        calls.queue.lock.lock();
        try {
            boolean isBusy =
                    calls.reader != Reader.NONE || calls.queue.inFlight() > 0 || (alone && calls.sender != null);
            if (isBusy || calls.connection != idle) {
                return false;
            }
            calls.reader = Reader.CALLER;
            calls.sender = alone ? NOBODY : calls.sender;
            return true;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Gives the read lease back; gives whether there are calls that may need it. */
    boolean endReading() {
        calls.queue.lock.lock();
        try {
            calls.reader = Reader.NONE;
            return calls.queue.first() != null;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Gives the loop's read lease to the oldest call in flight if its thread can read; false if it cannot. */
    boolean handReadingToCaller() {
        calls.queue.lock.lock();
        try {
            Call next =
                    calls.reader == Reader.LOOP && calls.queue.inFlight() > 0 ? calls.queue.firstAwaited(null) : null;
            if (next == null || !next.hasOwnReader()) {
                return false;
            }
            calls.reader = Reader.NONE;
            return true;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Whether a caller's thread reads, or is about to. */
    boolean isReadByCaller() {
        calls.queue.lock.lock();
        try {
            return calls.reader == Reader.CALLER || (calls.reader == Reader.NONE && calls.queue.inFlight() > 0);
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** The {@link System#nanoTime()} at which the reply to the oldest request in flight is overdue, if there is one. */
    long overdue() {
        return calls.overdue.getAcquire();
    }

    /** Gives the oldest requests in flight: how many; 0 also if the connection is lost. */
    int expected(Connection on, WwepRequest[] requests) {
        calls.queue.lock.lock();
        try {
            return calls.connection == on ? calls.queue.expected(requests) : 0;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /**
     * Gives replies to the oldest requests in flight to their calls. If the call of the thread that reads is done with it, the
     * read lease is given back.
     *
     * @param own the call of the thread that reads, or any other
     * @param reusable whether another exchange may follow on the connection; if not, it is let go once nothing is in flight
     * @param ended takes the calls of other threads that are done with it
     * @return how many requests are in flight still, {@link #RELEASED}, or another negative number if the connection was lost
     *     before
     */
    int answer(
            Connection on,
            WwepReply[] replies,
            int count,
            long now,
            boolean reusable,
            int newWindow,
            Call own,
            Ended ended) {
        calls.queue.lock.lock();
        try {
            if (calls.connection != on) {
                return GONE;
            }
            calls.queue.answer(replies, count, now, ended);
            if (count > 0) {
                calls.overdue.setRelease(now + settings.limits().replyTimeout().toNanos());
            }
            calls.window = newWindow;
            if (own.isDone() && own.isOfThisThread()) {
                calls.reader = Reader.NONE;
                own.endedReading = true;
                own.leavesOthers = calls.queue.first() != null;
            }
            if (calls.queue.inFlight() > 0) {
                return calls.queue.inFlight();
            }
            if (calls.reader == Reader.LOOP) {
                calls.reader = Reader.NONE;
            }
            return reusable || !release(on, null) ? 0 : RELEASED;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    // ---- the connection ----

    /** Makes this the connection of the calls to come; false if the client is closed. */
    boolean install(Connection opened, int newWindow) {
        InetSocketAddress local = opened.transport().local();
        calls.queue.lock.lock();
        try {
            if (!calls.closed) {
                calls.connection = opened;
                calls.window = newWindow;
                calls.noteOpened(opened, local);
            }
            return !calls.closed;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /**
     * Lets go of a connection on which nothing is in flight; false if that is not so, or it was let go before.
     *
     * @param cause what broke it, or null if it is closed in good order
     */
    boolean release(Connection idle, @Nullable WwepException cause) {
        calls.queue.lock.lock();
        try {
            if (calls.connection != idle || calls.queue.inFlight() > 0) {
                return false;
            }
            calls.connection = null;
            calls.noteEnd(idle, cause);
            return true;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /**
     * Lets go of a broken connection: fails what is in flight on it, or queues it again. The first cause counts.
     *
     * @param byWriter whether this is the writer, or nobody can be writing
     * @param ended takes the calls that failed
     */
    Lost lose(Connection broken, Loss found, boolean byWriter, Ended ended) {
        calls.queue.lock.lock();
        try {
            if (calls.connection != broken) {
                return Lost.BEFORE;
            }
            Loss earlier = calls.loss;
            Loss counts = earlier == null ? found : earlier;
            if (calls.flushing && !byWriter) {
                calls.loss = counts;
                return Lost.LEFT_TO_WRITER;
            }
            calls.noteEnd(broken, counts.cause());
            calls.forgetConnection();
            calls.queue.settle(counts.victim(), counts.cause(), !calls.closed, ended);
            return Lost.SETTLED;
        } finally {
            calls.queue.lock.unlock();
        }
    }
}
