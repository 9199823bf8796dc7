package io.wwep.client.internal;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;

/**
 * The calls in order of arrival, which is also the order of their requests and replies on the wire: first those in flight, then
 * those to be sent. Also ends calls: an abandoned one keeps its place while replies to it may still arrive.
 *
 * <p>Used under the lock of {@link Calls}.
 */
final class CallQueue {

    private final Settings settings;
    private final Failures failures;
    private final long usualLimit;

    final Counters counters;

    private @Nullable Call first;

    private @Nullable Call last;

    /** The oldest call that has requests to be sent. */
    private @Nullable Call unsent;

    /** How many requests have been sent and not yet answered. */
    private int inFlight;

    /** How many futures have their own deadline. While there are none, deadlines are in the order of the queue. */
    private int ownLimits;

    /** Whether raw bytes are in flight: to attribute replies to them, no other request may be in flight. */
    private boolean rawInFlight;

    CallQueue(Settings settings, ListenerDispatcher listeners) {
        this.settings = settings;
        this.failures = new Failures(settings);
        this.counters = new Counters(listeners, failures);
        this.usualLimit = settings.limits().deadline().toNanos();
    }

    /** Returns the oldest call, which may have requests in flight, or null. */
    @Nullable
    Call first() {
        return first;
    }

    @Nullable
    Call unsent() {
        return unsent;
    }

    int inFlight() {
        return inFlight;
    }

    /** Returns the request that is sent next, or null if there is none. */
    @Nullable
    WwepRequest nextRequest() {
        return unsent == null ? null : unsent.unsent();
    }

    /** Returns a consistent snapshot; only the parameters may be older. */
    WwepStatistics statistics(long connectsFailed, ConnectionBehavior behavior) {
        return counters.snapshot(connectsFailed, inFlight, queued(), behavior);
    }

    /** Returns how many requests wait to be sent. */
    int queued() {
        int queued = 0;
        for (Call call = unsent; call != null; call = call.next) {
            queued += call.unsentCount();
        }
        return queued;
    }

    /** Returns whether a request may be sent now, if this many may be in flight. */
    boolean canSend(int window) {
        Call next = unsent;
        return next != null
                && !rawInFlight
                && (inFlight == 0 || (inFlight < window && !(next.unsent() instanceof WwepRequest.Raw)));
    }

    /** Returns the oldest call that someone waits for, except the given one, or null. */
    @Nullable
    Call firstAwaited(@Nullable Call except) {
        Call call = first;
        while (call != null && (call.isDone() || call == except)) {
            call = call.next;
        }
        return call;
    }

    void add(Call call) {
        ownLimits += hasOwnLimit(call) ? 1 : 0;
        Call before = last;
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

    /** Removes a call that has nothing to send, with its requests in flight. */
    private void remove(Call call) {
        assert call == first || call.previous != null : "not queued";
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
        inFlight -= call.inFlight();
        ownLimits -= hasOwnLimit(call) ? 1 : 0;
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
    private void answer(Call call, WwepReply[] replies, int from, int count, long now, Ended ended) {
        boolean wanted = !call.isDone();
        for (int i = 0; wanted && i < count; i++) {
            counters.answered(
                    call.inFlight(i), replies[from + i], now - call.deadline().start());
        }
        call.answer(replies, from, count, now);
        inFlight -= count;
        if (call.state() == Call.State.FINISHED) {
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
    boolean sendAgain() {
        Call call = first;
        if (call == null || call.isDone() || inFlight != 1 || rawInFlight || !call.takeBackUnread()) {
            return false;
        }
        counters.resent(1);
        inFlight = 0;
        unsent = call;
        return true;
    }

    // ---- ending calls ----

    /** Counts the last requests in flight, whose bytes never left, as unsent again. */
    void takeBack(int bytes) {
        Call after = unsent;
        Call call = after == null ? last : after.isInFlight() ? after : after.previous;
        int left = bytes;
        while (call != null && call.isInFlight() && call.lastSent().length() <= left) {
            left -= call.lastSent().length();
            Call before = call.previous;
            call.takeBack();
            inFlight--;
            if (call.state() == Call.State.FINISHED) {
                remove(call);
            } else if (!call.isDone()) {
                unsent = call;
            }
            if (!call.isInFlight()) {
                call = before;
            }
        }
    }

    /**
     * Fails the requests in flight on a lost connection, or queues them again.
     *
     * @param victim the call that failed for this cause; the others merely lost their connection
     * @param cause null if no one waits for a reply
     */
    void settle(Call victim, @Nullable WwepException cause, Ended ended) {
        Call following;
        for (Call call = first; call != null && call.isAffectedByLoss(); call = following) {
            following = call.next;
            if (call.isDone() || cause == null) {
                assert call.isDone() : "someone waits for it";
                removeIfAbandoned(call);
            } else if (!tryRetry(call, victim, cause, ended)) {
                fail(call, failures.lostWith(call, victim, cause), ended);
                removeIfAbandoned(call);
            }
        }
        rawInFlight = false;
    }

    private boolean tryRetry(Call call, Call victim, WwepException cause, Ended ended) {
        // If a caller was interrupted in a write, the other calls have lost their connection.
        boolean lost = cause instanceof WwepConnectionLostException
                || (call != victim && cause instanceof WwepInterruptedException);
        if (!lost || !call.mayRetry(settings.sending().resendUnknownWrites())) {
            return false;
        }
        boolean sent = call.isInFlight();
        counters.resent(call.inFlight());
        ended.goAgain(call.inFlight());
        inFlight -= call.inFlight();
        call.retry(sent ? failures.lostWith(call, victim, cause) : null);
        if (sent) {
            unsent = first;
        }
        return true;
    }

    /** Fails a queued call, unless it is done. With requests in flight, it keeps its place until no reply can arrive any more. */
    void fail(Call call, WwepException cause, Ended ended) {
        if (call.isDone()) {
            return;
        }
        counters.failed(call, call.fail(cause));
        if (unsent == call) {
            unsent = call.next;
        }
        if (call.state() == Call.State.FINISHED) {
            remove(call);
        }
        ended.add(call);
    }

    /** Fails a call that its caller no longer waits for; returns false if it was done already. */
    boolean abandon(Call call, AbandonReason why, Ended ended) {
        boolean wanted = !call.isDone();
        if (wanted) {
            fail(call, why.failureOf(call, failures), ended);
        }
        return wanted;
    }

    /** Fails a call because the client is closed; returns the exception for its caller. */
    WwepException refuse(Call call) {
        WwepException refused = call.fail(failures.closed(call.current()));
        counters.failed(call, refused);
        return refused;
    }

    /** Removes a failed call that is still waiting for replies, which cannot arrive any more. */
    private void removeIfAbandoned(Call call) {
        if (call.isInFlight()) {
            remove(call);
            call.finish();
        }
    }

    /** Ends all calls because the client is closed, except the one being sent, which its sender ends. */
    void failAll(@Nullable Call sender, Ended ended) {
        Call following;
        for (Call call = first; call != null; call = following) {
            following = call.next;
            if (call.isInFlight()) {
                fail(call, failures.closedDuring(call.current()), ended);
                removeIfAbandoned(call);
            } else if (call != sender) {
                fail(call, failures.closed(call.current()), ended);
            }
        }
        rawInFlight = false;
    }

    /**
     * Ends the calls whose future is past its deadline.
     *
     * @return the {@link System#nanoTime()} at which the next deadline passes, or 0 if there is none
     */
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
