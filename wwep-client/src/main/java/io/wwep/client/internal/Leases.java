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
 * Grants the two leases of a client's connection: at most one thread writes to it, and at most one reads from it. Each change to
 * the calls is one step under the lock of {@link Calls}. Thread-safe.
 */
final class Leases {

    /** The result of {@link #lose}. */
    enum Lost {
        /** All requests in flight have failed or are queued again. The caller must close the connection. */
        SETTLED,
        /** The writer is still sending, and will settle the loss. The caller must abort the connection. */
        LEFT_TO_WRITER,
        /** The connection was lost or released before, or is in use again: there is nothing to do. */
        NOTHING
    }

    /** The result of {@link #answer} if nothing is in flight and the connection was released. The caller must close it. */
    static final int RELEASED = -1;

    private static final int GONE = -2; // the connection was lost before

    /** Holds the write lease while an idle connection is examined. */
    static final Call NOBODY = Call.empty(Duration.ZERO);

    private final Settings settings;
    private final Calls calls;

    Leases(Settings settings, Calls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    // ---- the write lease ----

    /** Takes the write lease for the oldest call with something to send, if it is free; returns that call, or null. */
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

    /**
     * Grants the thread of a call that is not done the lease it needs, if that is free: {@code READ}, {@code SEND} or
     * {@code NOTHING}.
     */
    Next tryAny(Call own) {
        calls.queue.lock.lock();
        try {
            if (own.isDone()) {
                return Next.NOTHING;
            }
            boolean canRead = calls.reader == Reader.NONE && calls.queue.inFlight() > 0 && calls.loss == null;
            // Even if none of its own requests is in flight, it may have to read: perhaps no one else waits for a
            // reply.
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
     * Moves the requests that may be sent into an array and counts them as in flight; if there are none, gives the write lease
     * back.
     *
     * @param to the connection to send them on
     * @param batches has the array that receives the requests
     * @param usedConnection whether the connection carried an exchange before
     * @param trusted whether the connection may be used if nothing is in flight; if not, it must be examined first
     * @param ended receives calls whose deadline has passed
     * @return how many requests; 0 if the lease was given back, or -1 if the connection is lost or must be examined
     */
    int fill(Connection to, Batches batches, long now, boolean usedConnection, boolean trusted, Ended ended) {
        calls.queue.lock.lock();
        try {
            boolean idle = calls.queue.inFlight() == 0;
            if (calls.connection != to || calls.loss != null || (idle && !trusted)) {
                return -1;
            }
            if (idle) {
                calls.overdue.setRelease(now + settings.limits().replyTimeout().toNanos());
            }
            int count = calls.queue.fill(batches, calls.window, now, usedConnection, ended);
            calls.flushing = count > 0;
            if (count == 0) {
                calls.sender = null;
            }
            return count;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /**
     * Records that the requests from {@link #fill} were sent; the thread of a call in flight reads next, if no one else
     * does.
     */
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
            boolean reads =
                    calls.reader == Reader.NONE && own.isInFlight() && !own.isDone() && own.waiter.isThisThread();
            if (reads) {
                calls.reader = Reader.CALLER;
            }
            return reads ? Next.READ : Next.NOTHING;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Gives the write lease back, if this call has it; returns whether there are calls that may need it. */
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
     * Takes the read lease, if replies are due and no one reads.
     *
     * @param byLoop whether it is for the loop, which can only read what a selector can wait for; otherwise it is for a thread
     * @return the connection, or null if the lease was not granted
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
     * Takes the read lease of a connection on which nothing is in flight; returns whether it was granted.
     *
     * @param alone whether to take the write lease too, which must be free then, for {@link #NOBODY}
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

    /** Gives the read lease back; returns whether there are calls that may need it. */
    boolean endReading() {
        calls.queue.lock.lock();
        try {
            calls.reader = Reader.NONE;
            return calls.queue.first() != null;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /**
     * Returns whether the loop has the read lease of this connection; takes it if replies are due, no one reads, and the oldest call
     * that someone waits for is not a platform thread's.
     */
    boolean readsByLoop(Connection on) {
        calls.queue.lock.lock();
        try {
            if (calls.connection != on) {
                return false;
            }
            boolean unread = calls.reader == Reader.NONE && calls.queue.inFlight() > 0 && calls.loss == null;
            Call next = unread && on.transport().selectable() != null ? calls.queue.firstAwaited(null) : null;
            if (next != null && !next.waiter.usesLeases()) {
                calls.reader = Reader.LOOP;
            }
            return calls.reader == Reader.LOOP;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Gives the loop's read lease back if a platform thread, to be woken next, waits for the oldest call; returns whether it did. */
    boolean handReadingToCaller() {
        calls.queue.lock.lock();
        try {
            Call next =
                    calls.reader == Reader.LOOP && calls.queue.inFlight() > 0 ? calls.queue.firstAwaited(null) : null;
            if (next == null || !next.waiter.usesLeases()) {
                return false;
            }
            calls.reader = Reader.NONE;
            return true;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /** Returns the {@link System#nanoTime()} at which the reply to the oldest request in flight is overdue, if there is one. */
    long overdue() {
        return calls.overdue.getAcquire();
    }

    /** Copies the oldest requests in flight into an array, and returns how many; 0 if the connection is lost. */
    int expected(Connection on, WwepRequest[] requests) {
        calls.queue.lock.lock();
        try {
            return calls.connection == on ? calls.queue.expected(requests) : 0;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    /**
     * Passes replies to the calls of the oldest requests in flight. Gives the read lease back if that completes the reading
     * thread's own call.
     *
     * @param own the call of the reading thread, or any other
     * @param reusable whether another exchange may follow on the connection; if not, it is released once nothing is in flight
     * @param ended receives the calls of other threads that this completes
     * @return how many requests are still in flight, {@link #RELEASED}, or another negative number if the connection was lost
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
            int answered = calls.queue.answer(replies, count, now, ended);
            if (count > 0) {
                on.batches().answers(answered);
                calls.overdue.setRelease(now + settings.limits().replyTimeout().toNanos());
            }
            calls.window = newWindow;
            if (own.isDone() && own.waiter.isThisThread()) {
                calls.reader = Reader.NONE;
                own.waiter.endedReading = true;
                own.waiter.leavesOthers = calls.queue.first() != null;
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

    /**
     * Queues the only request in flight again, which the server has not read, and releases its connection, which the caller must
     * close; returns false if the request is not resent.
     */
    boolean sendAgain(Connection on) {
        calls.queue.lock.lock();
        try {
            if (calls.connection != on || !calls.queue.sendAgain()) {
                return false;
            }
            if (calls.reader == Reader.LOOP) {
                calls.reader = Reader.NONE;
            }
            return release(on, null);
        } finally {
            calls.queue.lock.unlock();
        }
    }

    // ---- the connection ----

    /** Makes this the connection for further calls; returns false if the client is closed. */
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
     * Releases a connection on which nothing is in flight; returns false if something is, or it was released before.
     *
     * @param cause what broke it, or null if it is closed in an orderly way
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
     * Releases a broken connection: fails the requests in flight on it, or queues them again. The first cause counts.
     *
     * @param byWriter whether to settle the loss even if a thread is sending: see {@link Handover#lose}
     * @param ended receives the calls that failed
     */
    Lost lose(Connection broken, Loss found, boolean byWriter, Ended ended) {
        calls.queue.lock.lock();
        try {
            Loss earlier = calls.loss;
            boolean isWanted = earlier == null && found.cause() == null && calls.queue.firstAwaited(null) != null;
            if (calls.connection != broken || isWanted) {
                return Lost.NOTHING;
            }
            Loss counts = earlier == null ? found : earlier;
            if (calls.flushing && !byWriter) {
                calls.loss = counts;
                return Lost.LEFT_TO_WRITER;
            }
            calls.noteEnd(broken, counts.end());
            calls.forgetConnection();
            calls.queue.settle(counts.victim(), counts.cause(), !calls.closed, ended);
            return Lost.SETTLED;
        } finally {
            calls.queue.lock.unlock();
        }
    }
}
