package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request or batch of a caller, from when it is queued until it is done.
 *
 * <p>Once queued, only {@link CallQueue} changes its state, under the lock of {@link Calls}. Read the outcome once it {@link #isDone}.
 */
final class Call {

    /** The progress of a call. */
    enum State {
        /** None of its requests is in flight, and some are still to be sent. */
        QUEUED,
        /** Some of its requests have been sent but not answered. */
        IN_FLIGHT,
        /** Like QUEUED, but requests that counted as in flight never left. The loss of their connection is about to be settled. */
        TAKEN_BACK,
        /** Its caller has a failure. Replies to its requests in flight may still arrive; they are dropped. */
        ABANDONED,
        /** Its caller has the replies, or a failure, and nothing is in flight. */
        FINISHED
    }

    /** Bit of {@link #sentAgain}: the connection was lost. */
    private static final byte LOST = 1;

    /** Bit of {@link #sentAgain}: the server answered the silence before the request, and never read the request. */
    private static final byte UNREAD = 2;

    /** The only request and its reply; null if the call has a batch. */
    private @Nullable WwepRequest request;

    private @Nullable WwepReply reply;

    private final @Nullable Batch batch;
    private final Deadline deadline;
    private final @Nullable ReplyFuture<?> future;

    /** The thread that waits for it, or {@link Waiter#NONE}. */
    final Waiter waiter;

    private volatile State state = State.QUEUED;

    /** How many requests to send: fewer than all once the call is abandoned. */
    private int size;

    private int sent;
    private int answered;
    private int dropped;

    /** How many were sent on the connection that was lost, if the call is retried. */
    private int left;

    private boolean onUsedConnection;

    /** Why requests were resent, as a set of bits; one byte, to keep calls small. */
    private byte sentAgain;

    private @Nullable WwepException failure;

    /**
     * The thread that waits for the future and may complete it; once the call has ended, the {@link ReplyFuture.Completer} which
     * that thread must run; or null. Changed only by {@link ReplyFuture}.
     */
    volatile @Nullable Object joining;

    /** Records the time of each reply, if anything needs it. Set before the call is submitted. */
    @Nullable
    ReplyTimes times;

    @Nullable
    Call previous;

    @Nullable
    Call next;

    /** The next call in a list of ended calls. */
    @Nullable
    Call nextEnded;

    /** The requests of a batch (none, or at least two), and their replies so far. */
    private static final class Batch {

        private final WwepRequest[] requests;
        private final @Nullable WwepReply[] replies;

        private Batch(WwepRequest[] requests) {
            this.requests = requests;
            this.replies = new WwepReply[requests.length];
        }

        /** Returns a batch, or null for a single request, which needs none. */
        static @Nullable Batch of(WwepRequest[] requests) {
            return requests.length == 1 ? null : new Batch(requests);
        }
    }

    /** Creates a call of this thread, which waits for it. */
    Call(WwepRequest request, Duration limit) {
        this(request, null, limit, Waiter.ofThisThread(), null);
    }

    /** Creates a call of this thread with these requests, which are sent together if possible. */
    Call(WwepRequest[] requests, Duration limit) {
        this(requests.length == 1 ? requests[0] : null, Batch.of(requests), limit, Waiter.ofThisThread(), null);
    }

    /** Creates a call that completes this future, and that no thread waits for. */
    Call(WwepRequest request, Duration limit, ReplyFuture<?> future) {
        this(request, null, limit, Waiter.NONE, future);
    }

    /** Returns a placeholder: a call without requests, which is never queued. */
    static Call empty(Duration limit) {
        return new Call(null, Batch.of(new WwepRequest[0]), limit, Waiter.NONE, null);
    }

    private Call(
            @Nullable WwepRequest request,
            @Nullable Batch batch,
            Duration limit,
            Waiter waiter,
            @Nullable ReplyFuture<?> future) {
        this.request = request;
        this.batch = batch;
        this.size = size();
        this.deadline = new Deadline(limit);
        this.waiter = waiter;
        this.future = future;
    }

    /** Reuses it for another request of this thread, with this limit. It must be done, and must not have a batch. */
    Call reuse(WwepRequest newRequest, Duration limit) {
        request = newRequest;
        reply = null;
        deadline.restart(limit);
        waiter.start();
        size = 1;
        sent = 0;
        answered = 0;
        dropped = 0;
        left = 0;
        onUsedConnection = false;
        sentAgain = 0;
        failure = null;
        times = null;
        state = State.QUEUED;
        return this;
    }

    Deadline deadline() {
        return deadline;
    }

    /** Returns the future that it completes, or null if a thread waits for it. */
    @Nullable
    ReplyFuture<?> future() {
        return future;
    }

    State state() {
        return state;
    }

    /** Returns whether its caller has the replies, or a failure. */
    boolean isDone() {
        State current = state;
        return current == State.FINISHED || current == State.ABANDONED;
    }

    /** Returns whether replies to some of its requests may still arrive. */
    boolean isInFlight() {
        State current = state;
        return current == State.IN_FLIGHT || current == State.ABANDONED;
    }

    /** Returns whether some of its requests are still to be sent. */
    boolean hasUnsent() {
        return sent < size;
    }

    /** Returns how many of its requests are still to be sent. */
    int unsentCount() {
        return size - sent;
    }

    /** Returns how many of its requests have no reply yet. */
    int unanswered() {
        return size() - answered;
    }

    boolean isSingle() {
        return batch == null;
    }

    int size() {
        return batch == null ? 1 : batch.requests.length;
    }

    /** Returns how many of its requests may have been sent, on any connection. */
    int mayHaveLeft() {
        return Math.max(sent, left);
    }

    int inFlight() {
        return sent - answered - dropped;
    }

    /** Returns the request that messages name: the oldest without a reply, or else the last. */
    WwepRequest current() {
        return request(Math.min(answered + dropped, size() - 1));
    }

    WwepRequest request(int index) {
        assert batch != null || index == 0;
        return batch == null ? Objects.requireNonNull(request) : batch.requests[index];
    }

    /** Returns one of its requests in flight, by its index; the oldest is 0. */
    WwepRequest inFlight(int index) {
        return request(answered + dropped + index);
    }

    /** Returns the next request to be sent. */
    WwepRequest unsent() {
        return request(sent);
    }

    /**
     * Moves its next requests into an array, and counts them as sent. Raw bytes are sent alone.
     *
     * @param into receives the requests
     * @param at the first index to fill
     * @param most how many to move at most; at least 1
     * @return how many were moved
     */
    int send(WwepRequest[] into, int at, int most, boolean usedConnection) {
        int first = sent;
        int end = request(first) instanceof WwepRequest.Raw ? first + 1 : Math.min(size, first + most);
        do {
            into[at + sent - first] = request(sent);
            sent++;
        } while (sent < end && !(request(sent) instanceof WwepRequest.Raw));
        onUsedConnection = usedConnection;
        if (state != State.IN_FLIGHT) {
            state = State.IN_FLIGHT;
        }
        return sent - first;
    }

    /** Records replies to its oldest requests in flight; drops them if the call is done already. */
    void answer(WwepReply[] from, int at, int count, long now) {
        if (isDone()) {
            dropped += count;
            enterIfIdle(State.FINISHED);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (times != null) {
                times.answered(answered, now);
            }
            if (batch == null) {
                reply = from[at];
            } else {
                batch.replies[answered] = from[at + i];
            }
            answered++;
        }
        deadline.replied(now, answered == size);
        enterIfIdle(answered == size ? State.FINISHED : State.QUEUED);
    }

    /** Enters a state if nothing is in flight any more. */
    private void enterIfIdle(State next) {
        if (inFlight() == 0) {
            state = next;
        }
    }

    /** Counts its last request as unsent again, since the server has not read it. Works once; returns false afterwards. */
    boolean takeBackUnread() {
        boolean first = (sentAgain & UNREAD) == 0;
        if (first) {
            sentAgain |= UNREAD;
            sent--;
            enterIfIdle(State.QUEUED);
        }
        return first;
    }

    /** Counts its last request as unsent again, since it never left; if the call was abandoned, the request is dropped. */
    void takeBack() {
        sent--;
        size = isDone() ? sent : size;
        enterIfIdle(isDone() ? State.FINISHED : State.TAKEN_BACK);
    }

    /** Returns whether the loss of the connection affects it. */
    boolean isAffectedByLoss() {
        return state == State.TAKEN_BACK || isInFlight();
    }

    WwepRequest lastSent() {
        return request(sent - 1);
    }

    /** Returns whether it may be sent once more after its connection was lost. */
    boolean mayRetry(boolean unknownWrites) {
        if ((sentAgain & LOST) != 0 || (isInFlight() && !onUsedConnection)) {
            return false;
        }
        for (int i = answered; i < sent; i++) {
            boolean harmless = request(i) instanceof WwepRequest.Read
                    || (request(i) instanceof WwepRequest.Write && unknownWrites);
            if (!harmless) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether any of its requests was or will be resent. */
    boolean isRetried() {
        return sentAgain != 0;
    }

    /**
     * Queues it to be sent once more.
     *
     * @param lost the failure to report if the retry is never sent; null if none of its requests had been sent
     */
    void retry(@Nullable WwepException lost) {
        left = sent;
        sent = answered;
        sentAgain |= LOST;
        failure = lost;
        state = State.QUEUED;
    }

    /** Records that replies to its requests in flight cannot arrive any more. */
    void finish() {
        state = State.FINISHED;
    }

    /** Fails it, and returns the exception for its caller, which may be that of an earlier attempt. */
    WwepException fail(WwepException cause) {
        WwepException reported = cause;
        WwepException lost = failure;
        if (lost != null && lost.delivery() == Delivery.UNKNOWN && cause.delivery() == Delivery.NOT_SENT) {
            // It was not sent again, but the first attempt may have been carried out.
            lost.addSuppressed(cause);
            reported = lost;
        }
        failure = reported;
        size = sent;
        state = isInFlight() ? State.ABANDONED : State.FINISHED;
        return reported;
    }

    boolean isAnswered() {
        return answered == size();
    }

    /** Returns why it failed or is being retried, or null. */
    @Nullable
    WwepException failure() {
        return failure;
    }

    /** Returns the replies so far. */
    List<WwepReply> replies() {
        if (batch == null) {
            return reply == null ? List.of() : Collections.singletonList(reply);
        }
        List<WwepReply> all = Arrays.asList(batch.replies);
        return Collections.unmodifiableList(isAnswered() ? all : all.subList(0, answered));
    }

    /** Returns the nanoseconds from the call to one of its replies. */
    long timeToReply(int index) {
        return times == null ? deadline.timeToReply() : times.answeredAt(index) - deadline.start();
    }

    WwepReply reply(int index) {
        assert batch != null || index == 0;
        WwepReply received = batch == null ? reply : batch.replies[index];
        return Objects.requireNonNull(received, "not answered");
    }
}
