package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client and its two leases: at most one thread writes to it, and at most one reads from it.
 *
 * <p>Used under the lock of {@link Calls}, except for {@link #connection()} and {@link #overdueAt()}.
 */
final class Leases {

    /** The kind of thread that holds the read lease. */
    enum Reader {
        NONE,
        CALLER,
        LOOP
    }

    /** The result of {@link #answer} if nothing is in flight and the connection was released. The caller must close it. */
    static final int RELEASED = -1;

    private static final int GONE = -2; // the connection was lost before

    /** Holds the write lease while an idle connection is examined. */
    static final Call NOBODY = Call.empty(Duration.ZERO);

    private final Settings settings;
    final CallQueue queue;

    /** The holder of the write lease: the call for which a thread, not necessarily its own, is sending; null if it is free. */
    @Nullable
    Call sender;

    /** Whether some requests that count as in flight may not have been passed to the system completely. */
    private boolean flushing;

    /** The holder of the read lease. */
    Reader reader = Reader.NONE;

    private volatile @Nullable Connection connection;

    /** Why the connection is lost, if its writer is still sending: only the writer knows what was sent. */
    private @Nullable Loss loss;

    /** How many requests may be in flight on the connection. */
    private int window = 1;

    /** When, as {@link System#nanoTime()}, the reply to the oldest request in flight is overdue. */
    private final AtomicLong overdueAt = new AtomicLong();

    Leases(Settings settings, CallQueue queue) {
        this.settings = settings;
        this.queue = queue;
    }

    // ---- the write lease ----

    /** Returns whether a request may be sent now. */
    private boolean canSend() {
        return loss == null && queue.canSend(connection == null ? 1 : window);
    }

    /** Takes the write lease for a call that was just queued, if it is free; for a future, only if no other call is queued. */
    boolean trySendFor(Call added) {
        boolean takes = sender == null && (added.future() == null || queue.first() == added);
        sender = takes ? added : sender;
        return takes;
    }

    /** Takes the write lease for the oldest call with something to send, if it is free; returns that call, or null. */
    @Nullable
    Call trySend() {
        if (sender == null && canSend()) {
            sender = queue.unsent();
            return sender;
        }
        return null;
    }

    /** Grants the thread of a call the lease it needs, if that is free: {@code READ}, {@code SEND} or {@code NOTHING}. */
    Next tryAny(Call own) {
        if (own.isDone()) {
            return Next.NOTHING;
        }
        // Even if none of its own requests is in flight, it may have to read: perhaps no one else waits for a reply.
        if (isUnread() && (own.isInFlight() || sender != null || !canSend())) {
            reader = Reader.CALLER;
            return Next.READ;
        }
        if (sender == null && canSend()) {
            sender = own;
            return Next.SEND;
        }
        return Next.NOTHING;
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
        boolean idle = queue.inFlight() == 0;
        if (connection != to || loss != null || (idle && !trusted)) {
            return -1;
        }
        if (idle) {
            overdueAt.setRelease(now + settings.limits().replyTimeout().toNanos());
        }
        int count = queue.fill(batches, window, now, usedConnection, ended);
        flushing = count > 0;
        if (count == 0) {
            sender = null;
        }
        return count;
    }

    /** Records that the requests from {@link #fill} were sent; the thread of a call in flight reads next, if no one else does. */
    Next flushed(Call own) {
        if (loss != null) {
            return Next.SETTLE;
        }
        flushing = false;
        if (canSend()) {
            return Next.SEND;
        }
        sender = null;
        boolean reads = reader == Reader.NONE && own.isInFlight() && !own.isDone() && own.waiter.isThisThread();
        if (reads) {
            reader = Reader.CALLER;
        }
        return reads ? Next.READ : Next.NOTHING;
    }

    /** Gives the write lease back, if this call has it; returns whether there are calls that may need it. */
    boolean endSending(Call own) {
        if (sender != own) {
            return false;
        }
        sender = null;
        flushing = false;
        return queue.first() != null;
    }

    /** Offers the free write lease to the next call. Returns that call, which its thread or the loop must serve, or null. */
    @Nullable
    Call nextSender() {
        return offer(sender == null && canSend() ? queue.unsent() : null);
    }

    private static @Nullable Call offer(@Nullable Call next) {
        if (next != null) {
            next.waiter.offer();
        }
        return next;
    }

    // ---- the read lease ----

    /** Returns whether replies are due that no thread reads. */
    private boolean isUnread() {
        return reader == Reader.NONE && queue.inFlight() > 0 && loss == null;
    }

    /** Returns whether replies are due that no one waits for and no one reads. */
    boolean isDeserted() {
        return isUnread() && queue.firstAwaited(null) == null;
    }

    /** Offers the free read lease to the next call. Returns that call, which its thread or the loop must serve, or null. */
    @Nullable
    Call nextReader() {
        return offer(isUnread() ? queue.firstAwaited(null) : null);
    }

    /**
     * Takes the read lease, if replies are due and no one reads.
     *
     * @param byLoop whether it is for the loop, which can only read what a selector can wait for; otherwise it is for a thread
     * @return the connection, or null if the lease was not granted
     */
    @Nullable
    Connection tryRead(boolean byLoop) {
        if (!isUnread()) {
            return null;
        }
        Connection open = connection;
        boolean selected = byLoop && open != null && open.transport().selectable() != null;
        reader = selected ? Reader.LOOP : Reader.CALLER;
        return open;
    }

    /**
     * Takes the read lease of a connection on which nothing is in flight; returns whether it was granted.
     *
     * @param alone whether to take the write lease too, which must be free then, for {@link #NOBODY}
     */
    boolean tryExamine(Connection idle, boolean alone) {
        boolean isBusy = reader != Reader.NONE || queue.inFlight() > 0 || (alone && sender != null);
        if (isBusy || connection != idle) {
            return false;
        }
        reader = Reader.CALLER;
        sender = alone ? NOBODY : sender;
        return true;
    }

    /** Gives the read lease back; returns whether there are calls that may need it. */
    boolean endReading() {
        reader = Reader.NONE;
        return queue.first() != null;
    }

    /**
     * Takes the read lease for the loop, if replies are due, no one reads, and the oldest call that someone waits for is not a
     * platform thread's. Returns whether the loop has the lease of this connection.
     */
    boolean tryReadByLoop(Connection on) {
        if (connection != on) {
            return false;
        }
        Call next = isUnread() && on.transport().selectable() != null ? queue.firstAwaited(null) : null;
        if (next != null && !next.waiter.usesLeases()) {
            reader = Reader.LOOP;
        }
        return reader == Reader.LOOP;
    }

    /** Gives the loop's read lease back if a platform thread, to be woken next, waits for the oldest call; returns whether it did. */
    boolean handReadingToCaller() {
        Call next = reader == Reader.LOOP && queue.inFlight() > 0 ? queue.firstAwaited(null) : null;
        if (next == null || !next.waiter.usesLeases()) {
            return false;
        }
        reader = Reader.NONE;
        return true;
    }

    /** Takes the read lease from the loop, which may not be running now. A thread gives its own back. */
    private void endReadingByLoop() {
        if (reader == Reader.LOOP) {
            reader = Reader.NONE;
        }
    }

    /**
     * Ends the calls whose future is past its deadline.
     *
     * @return the {@link System#nanoTime()} at which the loop must check again, or 0 if it need not
     */
    long expire(long now, Ended ended) {
        long next = queue.expire(now, ended);
        boolean awaitsReply = reader == Reader.LOOP && queue.inFlight() > 0;
        return awaitsReply && (next == 0 || overdueAt.getPlain() - next < 0) ? overdueAt.getPlain() : next;
    }

    /** Returns the {@link System#nanoTime()} at which the reply to the oldest request in flight is overdue, if there is one. */
    long overdueAt() {
        return overdueAt.getAcquire();
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
        if (connection != on) {
            return GONE;
        }
        int answered = queue.answer(replies, count, now, ended);
        if (count > 0) {
            on.batches().answers(answered);
            overdueAt.setRelease(now + settings.limits().replyTimeout().toNanos());
        }
        window = newWindow;
        if (own.isDone() && own.waiter.isThisThread()) {
            reader = Reader.NONE;
            own.waiter.endedReading = true;
            own.waiter.leavesOthers = queue.first() != null;
        }
        if (queue.inFlight() > 0) {
            return queue.inFlight();
        }
        endReadingByLoop();
        return reusable || !release(on, null) ? 0 : RELEASED;
    }

    /**
     * Queues the only request in flight again, which the server has not read, and releases its connection, which the caller must
     * close; returns false if the request is not resent.
     */
    boolean sendAgain(Connection on) {
        if (connection != on || !queue.sendAgain()) {
            return false;
        }
        endReadingByLoop();
        return release(on, null);
    }

    // ---- the connection ----

    @Nullable
    Connection connection() {
        return connection;
    }

    /** Makes this the connection for further calls. */
    void install(Connection opened, InetSocketAddress local, int newWindow) {
        connection = opened;
        window = newWindow;
        queue.counters.connected(opened, local);
    }

    /**
     * Releases a connection on which nothing is in flight; returns false if something is, or it was released before.
     *
     * @param cause what broke it, or null if it is closed in an orderly way
     */
    boolean release(Connection idle, @Nullable WwepException cause) {
        if (connection != idle || queue.inFlight() > 0) {
            return false;
        }
        connection = null;
        queue.counters.disconnected(idle, cause);
        return true;
    }

    /**
     * Releases a broken connection: fails the requests in flight on it, or queues them again. The first cause wins.
     *
     * @param settleNow whether to settle the loss even while a thread is sending: see {@link Handover#lose}
     * @param ended receives the calls that failed
     */
    Loss.Outcome lose(Connection broken, Loss found, boolean settleNow, Ended ended) {
        Loss earlier = loss;
        boolean inUseAgain = earlier == null && found.cause() == null && queue.firstAwaited(null) != null;
        if (connection != broken || inUseAgain) {
            return Loss.Outcome.NOTHING;
        }
        Loss first = earlier == null ? found : earlier;
        if (flushing && !settleNow) {
            loss = first;
            return Loss.Outcome.LEFT_TO_WRITER;
        }
        queue.counters.disconnected(broken, first.reason());
        forgetConnection();
        queue.settle(first.victim(), first.cause(), ended);
        return Loss.Outcome.SETTLED;
    }

    /** Returns why the connection is lost, if its writer must settle that, or null. */
    @Nullable
    Loss loss() {
        return loss;
    }

    /** Releases the connection of a closed client, and fails all calls except the one being sent; returns the connection. */
    @Nullable
    Connection close(Ended ended) {
        Connection open = connection;
        if (open != null) {
            queue.counters.closed(open, queue.inFlight() > 0);
        }
        forgetConnection();
        queue.failAll(sender, ended);
        return open;
    }

    private void forgetConnection() {
        connection = null;
        loss = null;
        flushing = false;
        endReadingByLoop();
    }
}
