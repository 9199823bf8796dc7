package io.wwep.client.internal;

import org.jspecify.annotations.Nullable;

/**
 * The time of each reply of a call, for the user's recorder and for Flight Recorder. Changed under the lock of the calls;
 * read once the call is done.
 */
final class ReplyTimes {

    private final long[] answeredAt;
    private final ExchangeEvent @Nullable [] events;

    /**
     * Starts the events now.
     *
     * @param size how many requests the call has
     * @param flight whether Flight Recorder records requests too
     */
    ReplyTimes(int size, boolean flight) {
        answeredAt = new long[size];
        if (!flight) {
            events = null;
            return;
        }
        events = new ExchangeEvent[size];
        for (int i = 0; i < size; i++) {
            events[i] = new ExchangeEvent();
            events[i].begin();
        }
    }

    /** Records that a request was answered at this {@link System#nanoTime()}. */
    void answered(int index, long now) {
        answeredAt[index] = now;
        if (events != null) {
            events[index].end();
        }
    }

    /** Returns the {@link System#nanoTime()} at which a request was answered. */
    long answeredAt(int index) {
        return answeredAt[index];
    }

    /** Returns the event of a request, or null if Flight Recorder does not record it. */
    @Nullable
    ExchangeEvent event(int index) {
        return events == null ? null : events[index];
    }
}
