package io.wwep.client.internal;

import org.jspecify.annotations.Nullable;

/**
 * Collects calls that ended under the lock, in order, to wake or complete them outside of it; and counts requests that were
 * queued again instead. Used by one thread at a time.
 */
final class Ended {

    private @Nullable Call first;
    private @Nullable Call last;
    private int again;

    void add(Call call) {
        call.nextEnded = null;
        if (last == null) {
            first = call;
        } else {
            last.nextEnded = call;
        }
        last = call;
    }

    /** Counts requests that are sent again. */
    void goAgain(int requests) {
        again += requests;
    }

    /** Returns how many requests are sent again, and forgets them. */
    int takeAgain() {
        int count = again;
        again = 0;
        return count;
    }

    /** Returns all calls, linked by {@link Call#nextEnded}, or null, and forgets them. */
    @Nullable
    Call take() {
        Call all = first;
        first = null;
        last = null;
        return all;
    }
}
