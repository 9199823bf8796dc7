package io.wwep.client.internal;

import org.jspecify.annotations.Nullable;

/**
 * When each request of a call was answered, for the user's recorder and for Flight Recorder. Changed under the lock of the
 * calls; read once the call is done.
 */
final class ReplyTimes {

    private final long[] answeredAt;
    private final ExchangeEvent @Nullable [] events;

    /**
     * Begins now.
     *
     * @param size how many requests the call has
     * @param flight whether Flight Recorder wants to know as well
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

    /** Notes that a request was answered at this {@link System#nanoTime()}: just now. */
    void answered(int index, long now) {
        answeredAt[index] = now;
        if (events != null) {
            events[index].end();
        }
    }

    /** The {@link System#nanoTime()} at which a request was answered. */
    long answeredAt(int index) {
        return answeredAt[index];
    }

    /** What Flight Recorder is to get of a request; null if it wants nothing. */
    @Nullable
    ExchangeEvent event(int index) {
        return events == null ? null : events[index];
    }
}
