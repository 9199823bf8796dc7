package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls in order of arrival, which is also the order of their requests and replies on the wire: first those in flight, then
 * those to be sent. Also ends calls: one that is done keeps its place while replies to it may still arrive.
 *
 * <p>Guarded by its lock, the only one for a client's state; {@link Calls} acquires it.
 */
final class CallQueue {

    final ReentrantLock lock;

    private final Settings settings;
    private final Failures failures;
    private final long usualLimit;

    @GuardedBy("lock")
    final Counters counters;

    @GuardedBy("lock")
    private @Nullable Call first;

    @GuardedBy("lock")
    private @Nullable Call last;

    /** The oldest call that has requests to be sent. */
    @GuardedBy("lock")
    private @Nullable Call unsent;

    /** How many requests have been sent and not yet answered. */
    @GuardedBy("lock")
    private int inFlight;

    /** How many futures have their own deadline. While there are none, deadlines are in the order of the queue. */
    @GuardedBy("lock")
    private int ownLimits;

    /** Whether raw bytes are in flight: to attribute replies to them, no other request may be in flight. */
    @GuardedBy("lock")
    private boolean rawInFlight;

    CallQueue(Settings settings, ListenerDispatcher listeners, ReentrantLock lock) {
        this.lock = lock;
        this.settings = settings;
        this.failures = new Failures(settings);
        this.counters = new Counters(listeners, failures);
        this.usualLimit = settings.limits().deadline().toNanos();
    }

    /** Returns the oldest call, which may have requests in flight, or null. */
    @GuardedBy("lock")
    @Nullable
    Call first() {
        return first;
    }

    @GuardedBy("lock")
    @Nullable
    Call unsent() {
        return unsent;
    }

    @GuardedBy("lock")
    int inFlight() {
        return inFlight;
    }

    /** Returns how many requests wait to be sent. */
    @GuardedBy("lock")
    int queued() {
        int queued = 0;
        for (Call call = unsent; call != null; call = call.next) {
            queued += call.unsentCount();
        }
        return queued;
    }

    /** Returns whether a request may be sent now, if this many may be in flight. */
    @GuardedBy("lock")
    boolean canSend(int window) {
        Call next = unsent;
        return next != null
                && !rawInFlight
                && (inFlight == 0 || (inFlight < window && !(next.unsent() instanceof WwepRequest.Raw)));
    }

    /** Returns the oldest call that someone waits for, except the given one, or null. */
    @GuardedBy("lock")
    @Nullable
    Call firstAwaited(@Nullable Call except) {
        Call call = first;
        while (call != null && (call.isDone() || call == except)) {
            call = call.next;
        }
        return call;
    }

    @GuardedBy("lock")
    void add(Call call) {
        ownLimits += hasOwnLimit(call) ? 1 : 0;
        Call before = last;
        call.queued = true;
        call.previous = before;
        call.next = null;
        last = call;
        if (before == null) {
            first = call;
        } else {
            before.next = call;
        }
        if (unsent == null) {
            unsent = call;
        }
    }

    /** Returns whether the deadline of a call may pass before that of earlier futures. */
    private boolean hasOwnLimit(Call call) {
        return call.future() != null && call.deadline().nanos() != usualLimit;
    }

    /** Removes a call with its requests in flight, if it is in the queue. */
    @GuardedBy("lock")
    private void remove(Call call) {
        if (!call.queued) {
            return;
        }
        Call before = call.previous;
        Call after = call.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        if (unsent == call) {
            unsent = after;
        }
        inFlight -= call.inFlight();
        ownLimits -= hasOwnLimit(call) ? 1 : 0;
        call.queued = false;
        call.previous = null;
        call.next = null;
    }

    // ---- sending requests, receiving replies ----

    /**
     * Moves the requests that may be sent into an array, and counts them as in flight.
     *
     * @param batches provides the array
     * @param window how many may be in flight
     * @param ended receives calls whose deadline has passed
     * @return how many requests were moved
     */
    @GuardedBy("lock")
    int fill(Batches batches, int window, long now, boolean usedConnection, Ended ended) {
        WwepRequest[] batch = batches.requests();
        int count = 0;
        int calls = 0;
        while (canSend(window)) {
            batch = count == batch.length ? batches.growRequests() : batch;
            Call call = unsent;
            if (call == null || count == batch.length) {
                break;
            }
            if (call.deadline().end() - now <= 0) {
                abandon(call, AbandonReason.OUT_OF_TIME, ended);
                continue;
            }
            rawInFlight = call.unsent() instanceof WwepRequest.Raw;
            call.deadline().sending(now);
            int room = Math.min(batch.length - count, Math.max(1, window - inFlight));
            int taken = call.send(batch, count, room, usedConnection);
            count += taken;
            calls++;
            inFlight += taken;
            if (!call.hasUnsent()) {
                unsent = call.next;
            }
        }
        batches.sendsFor(calls);
        return count;
    }

    /** Copies the oldest requests in flight into an array, and returns how many. */
    @GuardedBy("lock")
    int expected(WwepRequest[] requests) {
        int count = 0;
        for (Call call = first; call != null && call.isInFlight() && count < requests.length; call = call.next) {
            for (int i = 0; i < call.inFlight() && count < requests.length; i++) {
                requests[count++] = call.inFlight(i);
            }
        }
        return count;
    }

    /** Passes replies to the calls of the oldest requests in flight; returns how many calls these are. */
    @GuardedBy("lock")
    int answer(WwepReply[] replies, int count, long now, Ended ended) {
        int answered = 0;
        int calls = 0;
        while (answered < count) {
            Call call = first;
            int taken = call == null ? 0 : Math.min(count - answered, call.inFlight());
            if (call == null || taken == 0) {
                throw new IllegalStateException("a reply was decoded without a request");
            }
            answer(call, replies, answered, taken, now, ended);
            answered += taken;
            calls++;
        }
        Call oldest = first;
        if (count > 0 && oldest != null && !oldest.isSingle()) {
            oldest.deadline().extend(now);
        }
        rawInFlight &= inFlight > 0;
        return calls;
    }

    /** Passes replies to the oldest call. */
    @GuardedBy("lock")
    private void answer(Call call, WwepReply[] replies, int from, int count, long now, Ended ended) {
        boolean wanted = !call.isDone();
        for (int i = 0; wanted && i < count; i++) {
            counters.answered(
                    call.inFlight(i), replies[from + i], now - call.deadline().start());
        }
        call.answer(replies, from, count, now);
        inFlight -= count;
        if (!call.isInFlight() && !call.hasUnsent()) {
            remove(call);
        }
        if (wanted && call.isDone()) {
            if (call.waiter.isThisThread()) {
                call.waiter.readLastReply = true;
            } else {
                ended.add(call);
            }
        }
    }

    /** Queues the only request in flight again, unless no one waits for it, it is raw bytes, or its call was already requeued. */
    @GuardedBy("lock")
    boolean sendAgain() {
        Call call = first;
        if (call == null || call.isDone() || inFlight != 1 || rawInFlight || !call.takeBackUnread()) {
            return false;
        }
        counters.resent++;
        inFlight = 0;
        unsent = call;
        return true;
    }

    // ---- ending calls ----

    /** Counts the last requests in flight, whose bytes never left, as unsent again. */
    @GuardedBy("lock")
    void takeBack(int bytes) {
        Call after = unsent;
        Call call = after == null ? last : after.isInFlight() ? after : after.previous;
        int left = bytes;
        while (call != null && call.isInFlight() && call.lastSent().length() <= left) {
            left -= call.lastSent().length();
            call.takeBack();
            inFlight--;
            unsent = call;
            if (!call.isInFlight()) {
                call = call.previous;
            }
        }
    }

    /**
     * Fails the requests in flight on a lost connection, or queues them again.
     *
     * @param victim the call that failed for this cause; the others merely lost their connection
     * @param cause null if no one waits for a reply
     * @param mayRetry whether there will be another connection
     */
    @GuardedBy("lock")
    void settle(Call victim, @Nullable WwepException cause, boolean mayRetry, Ended ended) {
        Call following;
        for (Call call = first; call != null && call.isAffectedByLoss(); call = following) {
            following = call.next;
            if (cause == null || call.isDone()) {
                remove(call);
            } else if (!mayRetry || !goesAgain(call, victim, cause, ended)) {
                fail(call, failures.lostWith(call, victim, cause), ended);
            }
        }
        rawInFlight = false;
    }

    @GuardedBy("lock")
    private boolean goesAgain(Call call, Call victim, WwepException cause, Ended ended) {
        // If a caller was interrupted in a write, the other calls have lost their connection.
        boolean lost = cause instanceof WwepConnectionLostException
                || (call != victim && cause instanceof WwepInterruptedException);
        if (!lost || !call.mayRetry(settings.sending().resendUnknownWrites())) {
            return false;
        }
        boolean sent = call.isInFlight();
        counters.resent += call.inFlight();
        ended.goAgain(call.inFlight());
        inFlight -= call.inFlight();
        call.retry(sent ? failures.lostWith(call, victim, cause) : null);
        if (sent) {
            unsent = first;
        }
        return true;
    }

    /** Fails a call whose connection is gone, unless it is done. */
    @GuardedBy("lock")
    void fail(Call call, WwepException cause, Ended ended) {
        if (!call.isDone()) {
            remove(call);
            counters.failed(call, call.fail(cause));
            ended.add(call);
        }
    }

    /** Ends all calls because the client is closed, except the one being sent, which its sender ends. */
    @GuardedBy("lock")
    void failAll(@Nullable Call sender, Ended ended) {
        Call following;
        for (Call call = first; call != null; call = following) {
            following = call.next;
            if (call.isInFlight()) {
                fail(call, failures.closedDuring(call.current(), null, Delivery.UNKNOWN), ended);
                remove(call);
            } else if (call != sender) {
                fail(call, failures.closed(call.current()), ended);
            }
        }
        rawInFlight = false;
    }

    /** Abandons a call for this reason. */
    @GuardedBy("lock")
    void abandon(Call call, AbandonReason why, Ended ended) {
        giveUp(call, why.failureOf(call, failures), ended);
    }

    /** Fails a call; its requests in flight stay queued, since their replies may still arrive. */
    @GuardedBy("lock")
    void giveUp(Call call, WwepException cause, Ended ended) {
        counters.failed(call, call.fail(cause));
        call.abandon();
        if (unsent == call) {
            unsent = call.next;
        }
        if (!call.isInFlight()) {
            remove(call);
        }
        ended.add(call);
    }

    /**
     * Ends the calls whose future is past its deadline.
     *
     * @return the {@link System#nanoTime()} at which the next deadline passes, or 0 if there is none
     */
    @GuardedBy("lock")
    long expire(long now, Ended ended) {
        long next = 0;
        Call following;
        for (Call call = first; call != null && (next == 0 || ownLimits > 0); call = following) {
            following = call.next;
            if (call.future() != null && !call.isDone()) {
                long end = call.deadline().end();
                if (end - now <= 0) {
                    abandon(call, AbandonReason.OUT_OF_TIME, ended);
                } else if (next == 0 || end - next < 0) {
                    next = end;
                }
            }
        }
        return next;
    }
}
