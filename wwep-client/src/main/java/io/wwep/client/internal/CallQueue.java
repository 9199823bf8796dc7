package io.wwep.client.internal;

import io.wwep.protocol.WwepReply;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls in the order of their arrival, which is the order of their requests on the wire and of the replies: first those in
 * flight, then those to be sent. Guarded by its lock.
 */
final class CallQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Call first;
    private @Nullable Call last;
    private @Nullable Call unsent;
    private int inFlight;

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** The oldest call, of which there may be requests in flight. */
    @Nullable
    Call first() {
        return first;
    }

    /** The oldest call that has requests to be sent. */
    @Nullable
    Call unsent() {
        return unsent;
    }

    /** How many requests were sent and not answered; also for who leads, without the lock. */
    int inFlight() {
        return inFlight;
    }

    /** The oldest call that somebody waits for. */
    @Nullable
    Call firstAwaited() {
        Call call = first;
        while (call != null && call.isOver()) {
            call = call.next;
        }
        return call;
    }

    /** Whether somebody waits for another call than this. */
    boolean awaitsAnother(Call own) {
        Call call = first;
        while (call != null && (call.isOver() || call == own)) {
            call = call.next;
        }
        return call != null;
    }

    void add(Call call) {
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

    /** Takes a call out, with its requests in flight; nothing if it is not there. */
    void remove(Call call) {
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
        call.queued = false;
        call.previous = null;
        call.next = null;
    }

    /** Notes that the next requests of the oldest unsent call are being sent. */
    void send(Call call, int count, boolean onKeptConnection) {
        call.send(count, onKeptConnection);
        inFlight += count;
        if (!call.hasUnsent()) {
            unsent = call.next;
        }
    }

    /** Notes the reply to the oldest request in flight, which is this call's. */
    void answer(Call call, WwepReply reply) {
        call.answer(reply);
        inFlight--;
        if (!call.isInFlight() && !call.hasUnsent()) {
            remove(call);
        }
    }

    /** Ends a call for its caller; its requests in flight keep their places, so that their replies find them. */
    void abandon(Call call) {
        call.abandon();
        if (unsent == call) {
            unsent = call.next;
        }
        if (!call.isInFlight()) {
            remove(call);
        }
    }

    /** Has the requests in flight of a call sent once more. */
    void repeat(Call call) {
        inFlight -= call.inFlight();
        call.repeat();
        unsent = first;
    }

    /** Takes back the last requests in flight, which make up these bytes and never left. */
    void takeBack(int bytes) {
        Call call = unsent == null ? last : unsent.isInFlight() ? unsent : unsent.previous;
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
}
