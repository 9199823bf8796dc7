package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.ConnectionBehavior;
import io.wwep.client.LossCause;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of a client: its calls, the connection that carries them, and the two leases for writing to it and reading from it,
 * which {@link Leases} grants. All of it is guarded by the queue's lock, which is held only briefly: nothing is sent, read,
 * logged or called back under it. Thread-safe.
 */
final class Calls {

    /** The kind of thread that holds the read lease. */
    enum Reader {
        NONE,
        CALLER,
        LOOP
    }

    /**
     * Why a connection is lost.
     *
     * @param victim the call that failed for this cause; the others merely lost their connection
     * @param cause null if no one waits for a reply: then the victim is the call that was abandoned last
     */
    record Loss(Call victim, @Nullable WwepException cause) {

        /** Returns what the connection counts as lost for. */
        @Nullable
        WwepException end() {
            return cause == null ? victim.failure() : cause;
        }
    }

    private final ListenerDispatcher listeners;
    private final Failures failures;
    final CallQueue queue;

    /** The holder of the write lease: the call for which a thread, not necessarily its own, is sending; null if it is free. */
    @GuardedBy("queue.lock")
    @Nullable
    Call sender;

    /** Whether some requests that count as in flight may not have been passed to the system completely. */
    @GuardedBy("queue.lock")
    boolean flushing;

    /** The holder of the read lease. */
    @GuardedBy("queue.lock")
    Reader reader = Reader.NONE;

    /** Changed only under the lock. */
    volatile @Nullable Connection connection;

    /** Why the connection is lost, if its writer is still sending: only the writer knows what was sent. */
    @GuardedBy("queue.lock")
    @Nullable
    Loss loss;

    /** How many requests may be in flight on the connection. */
    @GuardedBy("queue.lock")
    int window = 1;

    /**
     * When, as {@link System#nanoTime()}, the reply to the oldest request in flight is overdue. Changed only under the
     * lock.
     */
    final AtomicLong overdue = new AtomicLong();

    @GuardedBy("queue.lock")
    boolean closed;

    Calls(Settings settings, ListenerDispatcher listeners) {
        this(settings, listeners, new ReentrantLock());
    }

    /** For tests: guards the state by this lock. */
    Calls(Settings settings, ListenerDispatcher listeners, ReentrantLock lock) {
        this.listeners = listeners;
        this.failures = new Failures(settings);
        this.queue = new CallQueue(settings, listeners, lock);
    }

    /**
     * Queues a call.
     *
     * @param sends whether this thread may send; for a future, only if no other call is queued
     * @return whether the call has the write lease now
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
            boolean takes = sends && sender == null && (call.future() == null || queue.first() == call);
            if (takes) {
                sender = call;
            }
            return takes;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Returns whether a request may be sent now. */
    @GuardedBy("queue.lock")
    boolean canSend() {
        return loss == null && queue.canSend(connection == null ? 1 : window);
    }

    /** Returns why the connection is lost, if its writer must settle that, or null. */
    @Nullable
    Loss loss() {
        queue.lock.lock();
        try {
            return loss;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Returns the request that is sent next, or null if there is none. */
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

    /** Returns whether nothing is in flight. */
    boolean isIdle() {
        queue.lock.lock();
        try {
            return queue.inFlight() == 0;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Records that a connection was opened. */
    @GuardedBy("queue.lock")
    void noteOpened(Connection opened, InetSocketAddress local) {
        queue.counters.connectionsOpened++;
        listeners.connected(opened.server(), local);
    }

    /** Records that a connection ended, for this cause or, if null, in an orderly way. */
    @GuardedBy("queue.lock")
    void noteEnd(Connection ended, @Nullable WwepException cause) {
        if (cause != null) {
            queue.counters.lost(Failures.lossCause(cause));
        }
        listeners.disconnected(ended.server(), cause);
    }

    /** Records that the client was closed while a connection was in use. */
    @GuardedBy("queue.lock")
    private void noteClosedUnderWay(Connection ended) {
        queue.counters.lost(LossCause.ABORTED);
        listeners.disconnected(ended.server(), failures.closedUnderWay());
    }

    /** Returns a snapshot, in which all but the parameters is of one moment. */
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
     * Rejects further calls, and fails all present ones except the one being sent, which its sender ends.
     *
     * @return the connection, which the caller must close, or null if there is none
     */
    @Nullable
    Connection close(Ended ended) {
        queue.lock.lock();
        try {
            closed = true;
            Connection open = connection;
            if (open != null && queue.inFlight() == 0) {
                noteEnd(open, null);
            } else if (open != null) {
                noteClosedUnderWay(open);
            }
            forgetConnection();
            queue.failAll(sender, ended);
            return open;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Fails also the call being sent, since its sender does not end it. Called some time after {@link #close}. */
    void failRest(Ended ended) {
        queue.lock.lock();
        try {
            queue.failAll(null, ended);
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

    /** Counts the last requests in flight, whose bytes never left, as unsent again. Called by the writer. */
    void takeBack(Connection from, int bytes) {
        queue.lock.lock();
        try {
            if (connection == from) {
                queue.takeBack(bytes);
            }
        } finally {
            queue.lock.unlock();
        }
    }

    // ---- ending calls, and handing on the leases ----

    /** Fails a call, unless it is done; its requests in flight stay queued. */
    void fail(Call own, WwepException cause, Ended ended) {
        queue.lock.lock();
        try {
            if (!own.isDone()) {
                queue.giveUp(own, cause, ended);
            }
        } finally {
            queue.lock.unlock();
        }
    }

    /** Abandons a call, unless it is done; returns whether it did. Its requests in flight stay queued. */
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
     * Ends the calls whose future is past its deadline.
     *
     * @return the {@link System#nanoTime()} at which the loop must check again, or 0 if it need not
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

    /** Offers the free write lease to the next call. Returns that call, which its thread or the loop must serve, or null. */
    @Nullable
    Call nextSender() {
        queue.lock.lock();
        try {
            return offer(sender == null && canSend() ? queue.unsent() : null);
        } finally {
            queue.lock.unlock();
        }
    }

    /** Offers the free read lease to the next call. Returns that call, which its thread or the loop must serve, or null. */
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
            next.waiter.offer();
        }
        return next;
    }

    /** Returns whether replies are due that no one waits for and no one reads. */
    boolean isDeserted() {
        queue.lock.lock();
        try {
            return queue.inFlight() > 0 && reader == Reader.NONE && loss == null && queue.firstAwaited(null) == null;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Returns whether someone waits for a call other than this. */
    boolean isAnotherWaiting(Call own) {
        queue.lock.lock();
        try {
            return queue.firstAwaited(own) != null;
        } finally {
            queue.lock.unlock();
        }
    }

    /** Returns the oldest call, or null; some of its requests may be in flight. */
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
