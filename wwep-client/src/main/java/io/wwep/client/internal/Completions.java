package io.wwep.client.internal;

import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How calls end: by a reply, with a failure, or because their caller waits no longer; and who is woken then. */
final class Completions {

    /** Why a caller waits no longer. */
    enum Leaving {
        OUT_OF_TIME,
        INTERRUPTED,
        CANCELLED
    }

    private final Settings settings;
    private final CallQueue queue;
    private final Failures failures;
    private final EndpointObserver observer;
    private final Consumer<Call> waker;

    /** Calls that are over and whose callers are yet to be woken, outside of the lock. Only for who leads. */
    private final ArrayDeque<Call> finished = new ArrayDeque<>();

    /**
     * The ends of this queue's calls.
     *
     * @param waker is told of calls that are over, under no lock
     */
    Completions(Settings settings, CallQueue queue, EndpointObserver observer, Consumer<Call> waker) {
        this.settings = settings;
        this.queue = queue;
        this.failures = new Failures(settings);
        this.observer = observer;
        this.waker = waker;
    }

    /** Wakes the callers of calls that are over. */
    void wakeCallers() {
        while (!finished.isEmpty()) {
            waker.accept(finished.remove());
        }
    }

    /** Notes the reply to a call's oldest request in flight. Under the lock. */
    void answered(Call call, Call own, WwepRequest request, WwepReply reply, long now) {
        if (call.isOver()) {
            queue.answer(call, reply);
            return;
        }
        observer.exchanged(request, reply, now - call.deadline().start());
        queue.answer(call, reply);
        if (call.isOver() && (call != own || call.future() != null)) {
            finished.add(call);
        }
    }

    /** Ends who leads with a failure. */
    void end(Call own, WwepException cause) {
        queue.lock();
        try {
            fail(own, cause);
        } finally {
            queue.unlock();
        }
    }

    /** Ends a call with a failure, unless it is over. Under the lock, and only by who leads. */
    void fail(Call call, WwepException cause) {
        if (!call.isOver()) {
            WwepRequest request = call.current();
            queue.remove(call);
            observer.failed(request, call.fail(cause));
            finished.add(call);
        }
    }

    /** Who leads goes, and leaves the connection to those who wait on it for their replies. */
    void leave(Call own, Leaving why) {
        queue.lock();
        try {
            abandon(own, why);
        } finally {
            queue.unlock();
        }
        if (own.future() != null) {
            finished.add(own);
        }
    }

    /** Ends a call whose deadline has passed while another one leads. Under the lock, and only by who leads. */
    void expire(Call call) {
        abandon(call, Leaving.OUT_OF_TIME);
        finished.add(call);
    }

    /** Ends a call whose caller waits no longer; what is in flight keeps its place. Under the lock. */
    void abandon(Call call, Leaving why) {
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
        observer.failed(request, call.fail(cause));
        queue.abandon(call);
    }

    /**
     * Fails what is in flight, or has it sent once more.
     *
     * @param victim the call that this is the cause of; the others were lost with it
     * @param cause null if nobody waits for any of it
     * @param maySendAgain whether there will be another connection
     */
    void connectionLost(Call victim, @Nullable WwepException cause, boolean maySendAgain) {
        queue.lock();
        try {
            Call following;
            for (Call call = queue.first(); call != null && call.isOrWasInFlight(); call = following) {
                following = call.next;
                if (cause == null || call.isOver()) {
                    queue.remove(call);
                } else if (!maySendAgain || !goesAgain(call, cause, call == victim)) {
                    fail(call, call == victim ? cause : failures.lostWith(call, cause));
                }
            }
        } finally {
            queue.unlock();
        }
    }

    private boolean goesAgain(Call call, WwepException cause, boolean isVictim) {
        // To the others, that a caller was interrupted in a write is a connection lost.
        if (!(cause instanceof WwepConnectionLostException)
                && (isVictim || !(cause instanceof WwepInterruptedException))) {
            return false;
        }
        if (!call.isInFlight()) {
            return call.mayGoAgain();
        }
        if (!call.mayRepeat(settings.resendUnknownWrites())) {
            return false;
        }
        call.repeatedFor(cause);
        queue.repeat(call);
        WireLog.sendingAgain(call.current(), cause);
        return true;
    }
}
