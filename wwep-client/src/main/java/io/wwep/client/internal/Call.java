package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for, on its way: one request, or a batch of them.
 *
 * <p>Only {@link Calls} changes it, under its lock; the caller reads the outcome once the call is {@linkplain #isDone() done}.
 */
final class Call {

    /** Where a call is. */
    enum State {
        /** Nothing of it is in flight, and something is still to be sent. */
        QUEUED,
        /** Requests of it were sent and not answered. */
        IN_FLIGHT,
        /** Queued again: its connection was lost, and it is sent once more, but not a third time. */
        RETRYING,
        /** Its caller has the replies, or a failure. Replies of requests in flight may still come; they are dropped. */
        DONE
    }

    private final WwepRequest[] requests;
    private final @Nullable WwepReply[] replies;
    private final Deadline deadline;
    private final @Nullable ReplyFuture future;
    private @Nullable Thread caller;
    private boolean hasOwnReader;

    private volatile State state = State.QUEUED;

    /** How many are to be sent: fewer than all once the call is abandoned. */
    private int size;

    private int sent;
    private int answered;
    private int dropped;

    /** The {@link System#nanoTime()} of each reply, if it is wanted and there may be several. */
    private long @Nullable [] answeredAt;

    /** How many were sent on the connection that was lost, if the call is retried. */
    private int left;

    private boolean takenBack;
    private boolean onUsedConnection;
    private boolean retried;
    private @Nullable WwepException failure;

    private volatile boolean offered;
    private volatile boolean parked;

    /** Whether the call's own thread read its last reply. */
    boolean answeredByCaller;

    /** Whether the call's own thread has given the read lease back, and whether there were calls that may need it. */
    boolean endedReading;

    boolean leavesOthers;

    /** The calls that this call's thread ends while it holds a lease. */
    final Ended ended = new Ended();

    /** Whether it is in the queue; it may be done, and keep the place of its replies. */
    boolean queued;

    @Nullable
    Call previous;

    @Nullable
    Call next;

    /** The next one of those that ended together. */
    @Nullable
    Call nextEnded;

    /** A call of this thread, which waits for it. */
    Call(WwepRequest[] requests, Duration limit) {
        this(requests, limit, null);
        startFor(Thread.currentThread());
    }

    /**
     * A call that completes a future.
     *
     * @param abandon is called with this call when the user of the future ends it
     */
    Call(WwepRequest request, Duration limit, Consumer<Call> abandon) {
        this(new WwepRequest[] {request}, limit, abandon);
    }

    /** A call that no thread waits for. */
    Call(WwepRequest[] requests, Duration limit, @Nullable Consumer<Call> abandon) {
        this.requests = requests;
        this.replies = new WwepReply[requests.length];
        this.size = requests.length;
        this.deadline = new Deadline(limit);
        this.future = abandon == null ? null : new ReplyFuture(this, abandon);
    }

    private void startFor(Thread thread) {
        caller = thread;
        hasOwnReader = !VirtualThreads.isVirtual(thread);
    }

    /** Makes it the call of another request, by this thread, with this limit. Only after it is done, and only of a call with one request. */
    Call reuse(WwepRequest request, Duration limit) {
        requests[0] = request;
        replies[0] = null;
        deadline.restart(limit);
        startFor(Thread.currentThread());
        size = 1;
        sent = 0;
        answered = 0;
        dropped = 0;
        left = 0;
        takenBack = false;
        onUsedConnection = false;
        retried = false;
        failure = null;
        offered = false;
        answeredByCaller = false;
        endedReading = false;
        leavesOthers = false;
        state = State.QUEUED;
        return this;
    }

    /** Has it keep the time of each reply. Before it is submitted. */
    void keepTimes() {
        answeredAt = new long[requests.length];
    }

    Deadline deadline() {
        return deadline;
    }

    /** The thread that waits for it, or null: of a call with a future. */
    @Nullable
    Thread caller() {
        return caller;
    }

    /** What it completes in the end, or null: of a call with a thread that waits. */
    @Nullable
    ReplyFuture future() {
        return future;
    }

    /** Whether its thread sends and reads by itself: a platform thread does. */
    boolean hasOwnReader() {
        return hasOwnReader;
    }

    boolean isOfThisThread() {
        return hasOwnReader && caller == Thread.currentThread();
    }

    /** Has its thread woken to send or to read for all, unless it runs; if it leaves, it wakes the next one. */
    void offer() {
        offered = true;
    }

    /** Whether its thread was woken to send or to read for all; not the second time. By its thread. */
    boolean takeOffer() {
        boolean taken = offered;
        if (taken) {
            offered = false;
        }
        return taken;
    }

    /** Waits until it is done, its thread is woken to send or to read for all, or this many nanoseconds are over. */
    void park(long nanos) {
        parked = true;
        if (!isDone() && !offered) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = false;
    }

    /** Wakes its thread, if that waits; after it is done, or was {@linkplain #offer() offered} something to do. */
    void unpark() {
        if (parked) {
            LockSupport.unpark(caller);
        }
    }

    State state() {
        return state;
    }

    /** Whether its caller has its replies, or a failure. */
    boolean isDone() {
        return state == State.DONE;
    }

    /** Whether some of its requests are still to be sent. */
    boolean hasUnsent() {
        return sent < size;
    }

    /** How many of its requests are still to be sent. */
    int unsentCount() {
        return size - sent;
    }

    /** How many of its requests have no reply. */
    int unanswered() {
        return requests.length - answered;
    }

    boolean isInFlight() {
        return inFlight() > 0;
    }

    boolean isSingle() {
        return requests.length == 1;
    }

    int size() {
        return requests.length;
    }

    /** How many of its requests may have left for the server, ever. */
    int mayHaveLeft() {
        return Math.max(sent, left);
    }

    int inFlight() {
        return sent - answered - dropped;
    }

    /** What to call it in a message: its next request, or its last one. */
    WwepRequest current() {
        return requests[Math.min(answered + dropped, requests.length - 1)];
    }

    WwepRequest request(int index) {
        return requests[index];
    }

    /** One of its requests in flight, from 0, the oldest. */
    WwepRequest inFlight(int index) {
        return requests[answered + dropped + index];
    }

    /** The next request to be sent. */
    WwepRequest unsent() {
        return requests[sent];
    }

    /**
     * Takes its next requests, which are being sent now; raw bytes are sent alone.
     *
     * @param into takes them, from this index on
     * @param most how many at most, at least 1
     * @return how many
     */
    int send(WwepRequest[] into, int at, int most, boolean usedConnection) {
        int first = sent;
        int end = requests[first] instanceof WwepRequest.Raw ? first + 1 : Math.min(size, first + most);
        do {
            into[at + sent - first] = requests[sent];
            sent++;
        } while (sent < end && !(requests[sent] instanceof WwepRequest.Raw));
        takenBack = false;
        onUsedConnection = usedConnection;
        if (state != State.IN_FLIGHT) {
            state = State.IN_FLIGHT;
        }
        return sent - first;
    }

    /** Notes replies to its oldest requests in flight; if the call is done already, nobody wants them. */
    void answer(WwepReply[] from, int at, int count, long now) {
        if (isDone()) {
            dropped += count;
            return;
        }
        deadline.replied(now);
        for (int i = 0; i < count; i++) {
            if (answeredAt != null) {
                answeredAt[answered] = now;
            }
            replies[answered++] = from[at + i];
        }
        if (answered == size) {
            state = State.DONE;
        }
    }

    /** Takes back that its last request was sent, since it never left. */
    void takeBack() {
        sent--;
        takenBack = true;
        if (!isInFlight() && state != State.DONE) {
            state = State.QUEUED;
        }
    }

    /** Whether the connection that is lost just now was to carry some of it. */
    boolean isAffectedByLoss() {
        return takenBack || isInFlight();
    }

    WwepRequest lastSent() {
        return requests[sent - 1];
    }

    /** Whether it may be sent once more, now that its connection is lost. */
    boolean mayRetry(boolean unknownWrites) {
        if (retried || (isInFlight() && !onUsedConnection)) {
            return false;
        }
        for (int i = answered; i < sent; i++) {
            boolean harmless = requests[i] instanceof WwepRequest.Read
                    || (requests[i] instanceof WwepRequest.Write && unknownWrites);
            if (!harmless) {
                return false;
            }
        }
        return true;
    }

    boolean isRetried() {
        return retried;
    }

    /**
     * Has it sent once more.
     *
     * @param lost why, in case the retry comes no further; null if nothing of it had left
     */
    void retry(@Nullable WwepException lost) {
        left = sent;
        sent = answered;
        retried = true;
        takenBack = false;
        failure = lost;
        state = State.RETRYING;
    }

    /** Nobody waits for it any more: nothing else of it is sent, and replies to what is in flight are dropped. */
    void abandon() {
        size = sent;
    }

    /** Ends it with this failure, and gives what its caller is told: perhaps that of an earlier try. */
    WwepException fail(WwepException cause) {
        WwepException told = cause;
        WwepException lost = failure;
        if (lost != null && lost.delivery() == Delivery.UNKNOWN && cause.delivery() == Delivery.NOT_SENT) {
            // That it was not sent again does not mean that it was never done.
            lost.addSuppressed(cause);
            told = lost;
        }
        failure = told;
        state = State.DONE;
        return told;
    }

    boolean isAnswered() {
        return answered == requests.length;
    }

    /** What it failed with, or is retried for. */
    @Nullable
    WwepException failure() {
        return failure;
    }

    /** The replies so far. */
    List<WwepReply> replies() {
        List<WwepReply> all = Arrays.asList(replies);
        return Collections.unmodifiableList(answered == requests.length ? all : all.subList(0, answered));
    }

    /** The nanoseconds from the call to one of its replies. */
    long timeToReply(int index) {
        return answeredAt == null ? deadline.timeToReply() : answeredAt[index] - deadline.start();
    }

    WwepReply reply(int index) {
        WwepReply reply = replies[index];
        if (reply == null) {
            throw new IllegalStateException("not answered");
        }
        return reply;
    }
}
