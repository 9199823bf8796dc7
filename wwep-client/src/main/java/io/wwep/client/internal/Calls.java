package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.ConnectionBehavior;
import io.wwep.client.WwepStatistics;
import io.wwep.client.internal.CallQueue.AbandonReason;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The state of a client: its calls; the connection they are in flight on; and the two leases, for writing to it and for
 * reading from it, which {@link Leases} gives out. The one lock of all this is the queue's. It is held for a few steps only:
 * nothing is sent, read, logged or called back under it. Thread-safe.
 */
final class Calls {

    /** By whom the connection is read. */
    enum Reader {
        NONE,
        CALLER,
        LOOP
    }

    /**
     * Why a connection is lost.
     *
     * @param victim the call that this is the cause of; the others were lost with it
     * @param cause null if nobody waits for any reply
     */
    record Loss(Call victim, @Nullable WwepException cause) {}

    private final EndpointObserver observer;
    private final Failures failures;
    final CallQueue queue;

    /** The write lease: the call that is being sent for, by its own thread or another one, or null if nobody writes. */
    @GuardedBy("queue.lock")
    @Nullable
    Call sender;

    /** Whether bytes of requests that count as in flight may still be on their way to the system. */
    @GuardedBy("queue.lock")
    boolean flushing;

    /** The read lease. */
    @GuardedBy("queue.lock")
    Reader reader = Reader.NONE;

    /** Changed under the lock. */
    volatile @Nullable Connection connection;

    /** Why the connection is lost, if that was found while its writer was still at it: the writer knows what left. */
    @GuardedBy("queue.lock")
    @Nullable
    Loss loss;

    /** How many requests may be in flight on the connection. */
    @GuardedBy("queue.lock")
    int window = 1;

    /** The {@link System#nanoTime()} at which the reply to the oldest request in flight is overdue. Changed under the lock. */
    final AtomicLong overdue = new AtomicLong();

    @GuardedBy("queue.lock")
    boolean closed;

    Calls(Settings settings, EndpointObserver observer) {
        this.observer = observer;
        this.failures = new Failures(settings);
        this.queue = new CallQueue(settings, observer);
    }

    /**
     * Queues a call.
     *
     * @param sends whether the thread of this call would send for it
     * @return whether it has the write lease now
     * @throws WwepException if the client is closed
     */
    boolean submit(Call call, boolean sends) throws WwepException {
        queue.lock.lock();
        try {
            if (closed) {
                WwepException refused = call.fail(failures.closed(call.current()));
                queue.counters.failed(call, refused);
                throw refused;
            }
            queue.add(call);
            boolean takes = sends && sender == null;
            if (takes) {
                sender = call;
            }
            return takes;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Whether a request may be sent now. */
    @GuardedBy("queue.lock")
    boolean canSend() {
        return loss == null && queue.canSend(connection == null ? 1 : window);
    }

    /** The request that is sent next, or null if there is none. */
    @Nullable
    WwepRequest nextRequest() {
        queue.lock.lock();
        try {
            Call next = queue.unsent();
            return next == null ? null : next.unsent();
        } finally {
            queue.lock.unlock();
        }
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** Whether nothing is in flight. */
    boolean isIdle() {
        queue.lock.lock();
        try {
            return queue.inFlight() == 0;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Notes that a connection was opened. */
    @GuardedBy("queue.lock")
    void noteOpened(Connection opened, InetSocketAddress local) {
        queue.counters.connectionsOpened++;
        observer.opened(opened.server(), local);
    }

    /** Notes that a connection ended: for this cause, or in good order. */
    @GuardedBy("queue.lock")
    void noteEnd(Connection ended, @Nullable WwepException cause) {
        if (cause != null) {
            queue.counters.connectionsLost++;
        }
        observer.closed(ended.server(), cause);
    }

    /** What was done so far, and is under way. */
    WwepStatistics statistics(long connectsFailed, ConnectionBehavior behavior) {
        queue.lock.lock();
        try {
            return queue.counters.snapshot(connectsFailed, queue.inFlight(), queue.queued(), behavior);
        } finally {
            queue.lock.unlock();
        }
    }

    /** Forgets a connection that is lost or to be closed. */
    @GuardedBy("queue.lock")
    void forgetConnection() {
        connection = null;
        loss = null;
        flushing = false;
        if (reader == Reader.LOOP) {
            reader = Reader.NONE;
        }
    }

    /**
     * Refuses calls from now on, and fails those there are, but for one that is being sent for: its sender finds out.
     *
     * @return the connection, to be closed, or null if there is none
     */
    @Nullable
    Connection close(Ended ended) {
        queue.lock.lock();
        try {
            closed = true;
            Connection open = connection;
            if (open != null) {
                noteEnd(open, queue.inFlight() == 0 ? null : failures.closedUnderWay());
            }
            forgetConnection();
            queue.failAll(sender, ended);
            return open;
        } finally {
            queue.lock.unlock();
        }
    }

    boolean isClosed() {
        queue.lock.lock();
        try {
            return closed;
        } finally {
            queue.lock.unlock();
        }
    }

    // ---- calls end, and others go on ----

    /** Ends a call with a failure, unless it is done. */
    void fail(Call own, WwepException cause, Ended ended) {
        queue.lock.lock();
        try {
            queue.fail(own, cause, ended);
        } finally {
            queue.lock.unlock();
        }
    }

    /** Ends a call that is not waited for any longer, unless it is done; what is in flight keeps its place. */
    boolean leave(Call call, AbandonReason why, Ended ended) {
        queue.lock.lock();
        try {
            if (call.isDone()) {
                return false;
            }
            queue.abandon(call, why, ended);
            return true;
        } finally {
            queue.lock.unlock();
        }
    }

    /**
     * Ends the calls with a future whose deadline has passed.
     *
     * @return the {@link System#nanoTime()} at which the loop is to look again, or 0 if it need not
     */
    long expire(long now, Ended ended) {
        queue.lock.lock();
        try {
            long next = queue.expire(now, ended);
            boolean awaitsReply = reader == Reader.LOOP && queue.inFlight() > 0;
            return awaitsReply && (next == 0 || overdue.getPlain() - next < 0) ? overdue.getPlain() : next;
        } finally {
            queue.lock.unlock();
        }
    }

    /** The call whose thread, or the loop, should send now, or null if nobody needs to. */
    @Nullable
    Call nextSender() {
        queue.lock.lock();
        try {
            return offer(sender == null && canSend() ? queue.unsent() : null);
        } finally {
            queue.lock.unlock();
        }
    }

    /** The call whose thread, or the loop, should read now, or null if nobody needs to or can. */
    @Nullable
    Call nextReader() {
        queue.lock.lock();
        try {
            boolean unread = reader == Reader.NONE && queue.inFlight() > 0 && loss == null;
            return offer(unread ? queue.firstAwaited(null) : null);
        } finally {
            queue.lock.unlock();
        }
    }

    private static @Nullable Call offer(@Nullable Call next) {
        if (next != null) {
            next.offer();
        }
        return next;
    }

    /** Whether replies are to come that nobody waits for, and nobody reads. */
    boolean isDeserted() {
        queue.lock.lock();
        try {
            return queue.inFlight() > 0 && reader == Reader.NONE && loss == null && queue.firstAwaited(null) == null;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Whether somebody waits for another call than this. */
    boolean isAnotherWaiting(Call own) {
        queue.lock.lock();
        try {
            return queue.firstAwaited(own) != null;
        } finally {
            queue.lock.unlock();
        }
    }

    /** The oldest call, or null; some of its requests may be in flight. */
    @Nullable
    Call oldest() {
        queue.lock.lock();
        try {
            return queue.first();
        } finally {
            queue.lock.unlock();
        }
    }
}
