package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.ConnectionBehavior;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of a client: its calls, and the connection that carries them with its two leases. One lock guards all of it, and is
 * held only briefly: nothing is sent, read, logged or called back under it. Methods without Javadoc delegate to
 * {@link Leases} or {@link CallQueue}: see there. Thread-safe.
 */
final class Calls {

    private final Closing closing; // set only under the lock
    private final ReentrantLock lock;

    @GuardedBy("lock")
    private final CallQueue queue;

    @GuardedBy("lock")
    private final Leases leases;

    Calls(Settings settings, ListenerDispatcher listeners, Closing closing) {
        this(new Leases(settings, new CallQueue(settings, listeners)), closing, new ReentrantLock());
    }

    /** For tests, which look at the state or control the lock. */
    Calls(Leases leases, Closing closing, ReentrantLock lock) {
        this.closing = closing;
        this.lock = lock;
        this.queue = leases.queue;
        this.leases = leases;
    }

    /**
     * Queues a call.
     *
     * @param sends whether this thread may send; for a future, only if no other call is queued
     * @return whether the call has the write lease now
     * @throws WwepException if the client is closed
     */
    boolean submit(Call call, boolean sends) throws WwepException {
        lock.lock();
        try {
            if (closing.hasBegun()) {
                throw queue.refuse(call);
            }
            queue.add(call);
            return sends && leases.trySendFor(call);
        } finally {
            lock.unlock();
        }
    }

    void fail(Call call, WwepException cause, Ended ended) {
        lock.lock();
        try {
            queue.fail(call, cause, ended);
        } finally {
            lock.unlock();
        }
    }

    boolean abandon(Call call, AbandonReason why, Ended ended) {
        lock.lock();
        try {
            return queue.abandon(call, why, ended);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #abandon}, but only if someone waits for another call; returns whether someone does. */
    boolean abandonIfOthersWait(Call own, AbandonReason why, Ended ended) {
        lock.lock();
        try {
            boolean others = queue.firstAwaited(own) != null;
            if (others) {
                var unused = queue.abandon(own, why, ended);
            }
            return others;
        } finally {
            lock.unlock();
        }
    }

    long expire(long now, Ended ended) {
        lock.lock();
        try {
            return leases.expire(now, ended);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Rejects further calls, and fails all present ones except the one being sent, which its sender ends.
     *
     * @return the connection, which the caller must close, or null if there is none
     */
    @Nullable
    Connection close(Ended ended) {
        lock.lock();
        try {
            closing.begin();
            return leases.close(ended);
        } finally {
            lock.unlock();
        }
    }

    /** Fails the call that {@link #close} left to its sender, which is stuck in the application's code. */
    void failRest(Ended ended) {
        lock.lock();
        try {
            queue.failAll(null, ended);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the oldest call, or null; some of its requests may be in flight. */
    @Nullable
    Call oldest() {
        lock.lock();
        try {
            return queue.first();
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    WwepRequest nextRequest() {
        lock.lock();
        try {
            return queue.nextRequest();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether nothing is in flight. */
    boolean isIdle() {
        lock.lock();
        try {
            return queue.inFlight() == 0;
        } finally {
            lock.unlock();
        }
    }

    WwepStatistics statistics(long connectsFailed, ConnectionBehavior behavior) {
        lock.lock();
        try {
            return queue.statistics(connectsFailed, behavior);
        } finally {
            lock.unlock();
        }
    }

    // ---- the write lease ----

    @Nullable
    Call trySend() {
        lock.lock();
        try {
            return leases.trySend();
        } finally {
            lock.unlock();
        }
    }

    Next tryAny(Call own) {
        lock.lock();
        try {
            return leases.tryAny(own);
        } finally {
            lock.unlock();
        }
    }

    int fill(Connection to, Batches batches, long now, boolean usedConnection, boolean trusted, Ended ended) {
        lock.lock();
        try {
            return leases.fill(to, batches, now, usedConnection, trusted, ended);
        } finally {
            lock.unlock();
        }
    }

    Next flushed(Call own) {
        lock.lock();
        try {
            return leases.flushed(own);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link CallQueue#takeBack}, unless the connection is lost. Called by the writer. */
    void takeBack(Connection from, int bytes) {
        lock.lock();
        try {
            if (leases.connection() == from) {
                queue.takeBack(bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean endSending(Call own) {
        lock.lock();
        try {
            return leases.endSending(own);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Call nextSender() {
        lock.lock();
        try {
            return leases.nextSender();
        } finally {
            lock.unlock();
        }
    }

    // ---- the read lease ----

    @Nullable
    Connection tryRead(boolean byLoop) {
        lock.lock();
        try {
            return leases.tryRead(byLoop);
        } finally {
            lock.unlock();
        }
    }

    boolean tryExamine(Connection idle, boolean alone) {
        lock.lock();
        try {
            return leases.tryExamine(idle, alone);
        } finally {
            lock.unlock();
        }
    }

    boolean endReading() {
        lock.lock();
        try {
            return leases.endReading();
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Call nextReader() {
        lock.lock();
        try {
            return leases.nextReader();
        } finally {
            lock.unlock();
        }
    }

    boolean tryReadByLoop(Connection on) {
        lock.lock();
        try {
            return leases.tryReadByLoop(on);
        } finally {
            lock.unlock();
        }
    }

    boolean handReadingToCaller() {
        lock.lock();
        try {
            return leases.handReadingToCaller();
        } finally {
            lock.unlock();
        }
    }

    /** Copies the oldest requests in flight into an array, and returns how many; 0 if the connection is lost. */
    int expected(Connection on, WwepRequest[] requests) {
        lock.lock();
        try {
            return leases.connection() == on ? queue.expected(requests) : 0;
        } finally {
            lock.unlock();
        }
    }

    int answer(
            Connection on,
            WwepReply[] replies,
            int count,
            long now,
            boolean reusable,
            int newWindow,
            Call own,
            Ended ended) {
        lock.lock();
        try {
            return leases.answer(on, replies, count, now, reusable, newWindow, own, ended);
        } finally {
            lock.unlock();
        }
    }

    boolean sendAgain(Connection on) {
        lock.lock();
        try {
            return leases.sendAgain(on);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the {@link System#nanoTime()} at which the reply to the oldest request in flight is overdue, if there is one. */
    @SuppressWarnings("GuardedBy") // atomic
    long overdueAt() {
        return leases.overdueAt();
    }

    // ---- the connection ----

    /** Returns the connection for further calls, or null. */
    @SuppressWarnings("GuardedBy") // volatile
    @Nullable
    Connection connection() {
        return leases.connection();
    }

    /** Makes this the connection for further calls; returns false if the client is closed. */
    boolean install(Connection opened, int newWindow) {
        InetSocketAddress local = opened.transport().local();
        lock.lock();
        try {
            boolean open = !closing.hasBegun();
            if (open) {
                leases.install(opened, local, newWindow);
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    boolean release(Connection idle, @Nullable WwepException cause) {
        lock.lock();
        try {
            return leases.release(idle, cause);
        } finally {
            lock.unlock();
        }
    }

    Loss.Outcome lose(Connection broken, Loss found, boolean settleNow, Ended ended) {
        lock.lock();
        try {
            return leases.lose(broken, found, settleNow, ended);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Loss loss() {
        lock.lock();
        try {
            return leases.loss();
        } finally {
            lock.unlock();
        }
    }

    boolean isDeserted() {
        lock.lock();
        try {
            return leases.isDeserted();
        } finally {
            lock.unlock();
        }
    }
}
