package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for, on its way: one request, or a batch of them.
 *
 * <p>Guarded by the {@link CallQueue}'s lock, but for what its own caller reads once it {@linkplain #isOver() is over}.
 */
final class Call {

    private final WwepRequest[] requests;
    private final @Nullable WwepReply[] replies;
    private final Deadline deadline;
    private final @Nullable CompletableFuture<WwepReply> future;
    private @Nullable Thread caller;
    private volatile boolean over;

    /** How many are to be sent; less than there are once nobody waits for them any more. */
    private int size;

    private int sent;
    private int answered;
    private int dropped;
    private boolean repeatable;
    private boolean repeated;
    private boolean takenBack;
    private int left;
    private @Nullable WwepException failure;

    /** Whether it is in the queue; it may be over, and keep the place of its replies. */
    boolean queued;

    @Nullable
    Call previous;

    @Nullable
    Call next;

    /** A call of this thread, which waits for it. */
    Call(WwepRequest[] requests, Duration limit) {
        this(requests, limit, Thread.currentThread(), null);
    }

    /** A call that nobody waits for, but for the future. */
    Call(WwepRequest request, Duration limit, CompletableFuture<WwepReply> future) {
        this(new WwepRequest[] {request}, limit, null, future);
    }

    private Call(
            WwepRequest[] requests,
            Duration limit,
            @Nullable Thread caller,
            @Nullable CompletableFuture<WwepReply> future) {
        this.requests = requests;
        this.replies = new WwepReply[requests.length];
        this.size = requests.length;
        this.deadline = new Deadline(limit);
        this.caller = caller;
        this.future = future;
    }

    /** Makes it the call of another request, by this thread. Only after it is over, and only of a call with one request. */
    Call reuse(WwepRequest request) {
        requests[0] = request;
        replies[0] = null;
        deadline.restart();
        caller = Thread.currentThread();
        over = false;
        size = 1;
        sent = 0;
        answered = 0;
        dropped = 0;
        repeatable = false;
        repeated = false;
        takenBack = false;
        left = 0;
        failure = null;
        return this;
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
    CompletableFuture<WwepReply> future() {
        return future;
    }

    /** Whether its caller has its replies, or a failure. */
    boolean isOver() {
        return over;
    }

    /** Whether some of its requests are still to be sent. */
    boolean hasUnsent() {
        return sent < size;
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

    /** The next request to be sent. */
    WwepRequest unsent() {
        return requests[sent];
    }

    /** Puts as many of its unsent requests as may be sent at once into what the connection sends next. */
    int putUnsent(Connection connection, int most) {
        int count = 0;
        int end = Math.min(size, sent + most);
        for (int i = sent; i < end && mayFollow(requests[i], count) && connection.put(requests[i]); i++) {
            count++;
        }
        return count;
    }

    /** Raw bytes may be anything: whose a reply is can only be told if there is no other request. */
    private static boolean mayFollow(WwepRequest request, int others) {
        return others == 0 || !(request instanceof WwepRequest.Raw);
    }

    /** Notes that its next requests are being sent. */
    void send(int count, boolean onKeptConnection) {
        sent += count;
        repeatable = onKeptConnection && !repeated;
    }

    /** Notes the reply to the oldest request in flight; if it is over already, nobody wants it. */
    void answer(WwepReply reply) {
        if (over) {
            dropped++;
            return;
        }
        replies[answered++] = reply;
        if (answered == size) {
            over = true;
        }
    }

    /** Whether its requests in flight may be sent once more, now that their connection is lost. */
    boolean mayRepeat(boolean unknownWrites) {
        for (int i = answered; i < sent; i++) {
            boolean harmless = requests[i] instanceof WwepRequest.Read
                    || (requests[i] instanceof WwepRequest.Write && unknownWrites);
            if (!harmless) {
                return false;
            }
        }
        return repeatable;
    }

    /** Sends what is in flight once more, next time. */
    void repeat() {
        left = sent;
        sent = answered;
        repeated = true;
        takenBack = false;
    }

    /** Keeps why it is repeated, in case no try after it comes any further. */
    void repeatedFor(WwepException lost) {
        failure = lost;
    }

    /** Takes back that its last request was sent, since it never left; it is to be sent once more, but not a third time. */
    void takeBack() {
        sent--;
        takenBack = true;
    }

    /** Whether requests of it are in flight, or were sent and never left. */
    boolean isOrWasInFlight() {
        return takenBack || isInFlight();
    }

    /** Whether what was taken back may be sent once more: only once. */
    boolean mayGoAgain() {
        boolean first = !repeated;
        repeated = true;
        takenBack = false;
        return first;
    }

    WwepRequest lastSent() {
        return requests[sent - 1];
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
            // That it was not sent again does not tell that it was never done.
            lost.addSuppressed(cause);
            told = lost;
        }
        failure = told;
        over = true;
        return told;
    }

    boolean isAnswered() {
        return answered == requests.length;
    }

    /** What it failed with, or was repeated for. */
    @Nullable
    WwepException failure() {
        return failure;
    }

    /** The replies so far. */
    List<WwepReply> replies() {
        List<WwepReply> all = Arrays.asList(replies);
        return Collections.unmodifiableList(answered == requests.length ? all : all.subList(0, answered));
    }

    WwepReply reply() {
        WwepReply reply = replies[0];
        if (reply == null) {
            throw new IllegalStateException("not answered");
        }
        return reply;
    }
}
