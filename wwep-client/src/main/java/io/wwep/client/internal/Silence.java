package io.wwep.client.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The silence of a new connection until its first request. A course server answers it with an {@code X} and closes, which must
 * not be taken for the reply to a request that was sent late. Each {@code now} is a {@link System#nanoTime()}.
 */
final class Silence {

    private static final long LASTS = -1;

    private final long opened;
    private final long roundTrip;

    /** How long it was, in nanoseconds, or {@link #LASTS}. */
    private final AtomicLong length = new AtomicLong(LASTS);

    /** Set before the first request is sent, read once there is a reply to it. */
    private boolean tolerated;

    /**
     * Begins.
     *
     * @param opened the {@link System#nanoTime()} at which the connection was opened
     * @param roundTrip how long connecting took, in nanoseconds: at least one round trip to the server
     */
    Silence(long opened, long roundTrip) {
        this.opened = opened;
        this.roundTrip = roundTrip;
    }

    /** Returns whether a request that is sent now certainly arrives before the silence is answered. */
    boolean isShort(long now) {
        return CourseTiming.isBeforeSilenceIsAnswered(sinceConnecting(now - opened), roundTrip);
    }

    /** Returns for how many nanoseconds the answer may still be on its way, or 0 if it is not due yet. */
    long untilAnswered(long now) {
        return CourseTiming.untilSilenceIsAnswered(now - opened, roundTrip);
    }

    /** Records that nothing had come until now. If an answer would have, the first reply is one to a request. */
    void noteQuiet(long now) {
        tolerated = CourseTiming.wouldHaveAnsweredSilence(now - opened, roundTrip);
    }

    /** Records that the first request was sent. */
    void end(long now) {
        length.setRelease(now - opened);
    }

    /** Returns whether a refusal, the first reply, may be the answer to the silence, since the first request was sent so late. */
    boolean mayBeAnswered(long now) {
        long known = length.getAcquire();
        // It may have arrived while the request was being sent.
        long silent = known == LASTS ? now - opened : known;
        return !tolerated && CourseTiming.mayHaveAnsweredSilence(sinceConnecting(silent));
    }

    /** If the thread was held up while it connected, the server may have accepted at the beginning of that. */
    private long sinceConnecting(long silent) {
        return silent + roundTrip;
    }
}
