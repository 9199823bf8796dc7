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
 * Calls in the order of their arrival, which is the order of their requests on the wire and of the replies: first those in
 * flight, then those to be sent; and how each ends. A call that is done keeps its place while replies to it may come.
 *
 * <p>Guarded by its lock, which is the one lock of a client's state: {@link Calls} holds it.
 */
final class CallQueue {

    /** Why a caller does not wait for its reply any longer. */
    enum AbandonReason {
        OUT_OF_TIME,
        INTERRUPTED,
        CANCELLED
    }

    final ReentrantLock lock = new ReentrantLock();

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

    /** How many requests were sent and not answered. */
    @GuardedBy("lock")
    private int inFlight;

    /** How many futures have a limit of their own: as long as there are none, later ones have later deadlines. */
    @GuardedBy("lock")
    private int ownLimits;

    /** Whether what is in flight is raw bytes: whose a reply is can be told only if there is no other request. */
    @GuardedBy("lock")
    private boolean rawInFlight;

    CallQueue(Settings settings, EndpointObserver observer) {
        this.settings = settings;
        this.failures = new Failures(settings);
        this.counters = new Counters(observer, failures);
        this.usualLimit = settings.limits().deadline().toNanos();
    }

    /** The oldest call, of which there may be requests in flight. */
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

    /** How many requests wait to be sent. */
    @GuardedBy("lock")
    int queued() {
        int queued = 0;
        for (Call call = unsent; call != null; call = call.next) {
            queued += call.unsentCount();
        }
        return queued;
    }

    /** Whether a request may be sent now, if this many may be in flight. */
    @GuardedBy("lock")
    boolean canSend(int window) {
        Call next = unsent;
        if (next == null || rawInFlight) {
            return false;
        }
        return inFlight == 0 || (inFlight < window && !(next.unsent() instanceof WwepRequest.Raw));
    }

    /** The oldest call that somebody waits for, but for this one. */
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

    /** Whether its deadline may pass before that of earlier futures. */
    private boolean hasOwnLimit(Call call) {
        return call.future() != null && call.deadline().nanos() != usualLimit;
    }

    /** Takes a call out, with its requests in flight; nothing if it is not there. */
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

    // ---- requests leave, replies come ----

    /**
     * Takes what may be sent, which counts as in flight from now on.
     *
     * @param batch takes the requests
     * @param window how many may be in flight
     * @param ended takes calls whose deadline has passed
     * @return how many
     */
    @GuardedBy("lock")
    int fill(WwepRequest[] batch, int window, long now, boolean usedConnection, Ended ended) {
        int count = 0;
        while (count < batch.length && canSend(window)) {
            Call call = unsent;
            if (call == null) {
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
            inFlight += taken;
            if (!call.hasUnsent()) {
                unsent = call.next;
            }
        }
        return count;
    }

    /** Gives the oldest requests in flight: how many. */
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

    /** Gives replies to the oldest requests in flight to their calls. */
    @GuardedBy("lock")
    void answer(WwepReply[] replies, int count, long now, Ended ended) {
        int answered = 0;
        while (answered < count) {
            Call call = first;
            int taken = call == null ? 0 : Math.min(count - answered, call.inFlight());
            if (call == null || taken == 0) {
                throw new IllegalStateException("a reply was decoded for no request");
            }
            answer(call, replies, answered, taken, now, ended);
            answered += taken;
        }
        Call oldest = first;
        if (count > 0 && oldest != null && !oldest.isSingle()) {
            oldest.deadline().extend(now);
        }
        rawInFlight &= inFlight > 0;
    }

    /** Gives replies to the oldest call. */
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
            if (call.caller() == Thread.currentThread()) {
                call.answeredByCaller = true;
            } else {
                ended.add(call);
            }
        }
    }

    // ---- calls end ----

    /** Takes back the last requests in flight, which make up these bytes and never left. */
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
     * Fails what was in flight on a connection that is lost, or queues it again.
     *
     * @param victim the call that the cause is of; the others were lost with it
     * @param cause null if nobody waits for any of it
     * @param mayRetry whether there will be another connection
     */
    @GuardedBy("lock")
    void settle(Call victim, @Nullable WwepException cause, boolean mayRetry, Ended ended) {
        Call following;
        for (Call call = first; call != null && call.isAffectedByLoss(); call = following) {
            following = call.next;
            if (cause == null || call.isDone()) {
                remove(call);
            } else if (!mayRetry || !goesAgain(call, cause, call == victim)) {
                fail(call, call == victim ? cause : failures.lostWith(call, cause), ended);
            }
        }
        rawInFlight = false;
    }

    @GuardedBy("lock")
    private boolean goesAgain(Call call, WwepException cause, boolean isVictim) {
        // To the others, that a caller was interrupted in a write is a connection lost.
        boolean lost = cause instanceof WwepConnectionLostException
                || (!isVictim && cause instanceof WwepInterruptedException);
        if (!lost || !call.mayRetry(settings.sending().resendUnknownWrites())) {
            return false;
        }
        boolean sent = call.isInFlight();
        counters.resent += call.inFlight();
        inFlight -= call.inFlight();
        call.retry(sent ? cause : null);
        if (sent) {
            unsent = first;
        }
        return true;
    }

    /** Ends a call with a failure, unless it is done. */
    @GuardedBy("lock")
    void fail(Call call, WwepException cause, Ended ended) {
        if (!call.isDone()) {
            remove(call);
            counters.failed(call, call.fail(cause));
            ended.add(call);
        }
    }

    /** Ends all calls, since the client is closed, but for one that is being sent for: its sender finds out. */
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

    /** Ends a call that is not waited for any longer; what is in flight keeps its place. */
    @GuardedBy("lock")
    void abandon(Call call, AbandonReason why, Ended ended) {
        WwepRequest request = call.current();
        boolean sent = call.isInFlight();
        WwepException cause = switch (why) {
            case OUT_OF_TIME ->
                sent
                        ? failures.outOfTimeInFlight(request, call.deadline())
                        : failures.outOfTime(request, call.deadline());
            case INTERRUPTED ->
                sent ? failures.interruptedInFlight(request) : failures.interruptedBefore(request, null);
            case CANCELLED -> failures.cancelled(request, sent);
        };
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
     * Ends the calls with a future whose deadline has passed.
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
