package io.wwep.client.internal;

import org.jspecify.annotations.Nullable;

/** Calls that ended under the lock, in order, to be woken or completed outside of it. Used by one thread at a time. */
final class Ended {

    private @Nullable Call first;
    private @Nullable Call last;

    void add(Call call) {
        call.nextEnded = null;
        if (last == null) {
            first = call;
        } else {
            last.nextEnded = call;
        }
        last = call;
    }

    /** All of them, linked by {@link Call#nextEnded}, or null; and begins again. */
    @Nullable
    Call take() {
        Call all = first;
        first = null;
        last = null;
        return all;
    }
}
