package io.wwep.client.internal;

import io.wwep.protocol.WwepReply;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The silence of a new connection until its first request. A course server answers it with an {@code X} and closes, which must
 * not be taken for the reply to a request that was sent late. Each {@code now} is a {@link System#nanoTime()}.
 */
final class Silence {

    /** How the course servers begin that answer. They refuse complete requests with {@code Not Found} and {@code Database Full}. */
    private static final String REASON = "illegal";

    private static final long LASTS = -1;

    private final long opened;
    private final long roundTrip;

    /** How much earlier than the connection was opened it may have begun. */
    private long earlier;

    /** How long it was, in nanoseconds, or {@link #LASTS}. */
    private final AtomicLong length = new AtomicLong(LASTS);

    /**
     * Starts when a connection is opened.
     *
     * @param opened the {@link System#nanoTime()} of that
     * @param roundTrip how long connecting took, in nanoseconds, without a TLS handshake: at least one round trip to the
     *     server
     */
    Silence(long opened, long roundTrip) {
        this.opened = opened;
        this.roundTrip = roundTrip;
        this.earlier = roundTrip;
    }

    /**
     * Records when it may have begun: if the thread was held up while it connected or completed a TLS handshake, the server may have
     * been waiting since the beginning of that.
     */
    void mayHaveBegunAt(long begun) {
        earlier = opened - begun;
    }

    /** Returns whether a request that is sent now certainly arrives before the silence is answered. */
    boolean isShort(long now) {
        return isShortAfter(now - opened);
    }

    private boolean isShortAfter(long silent) {
        return CourseTiming.isBeforeSilenceIsAnswered(silent + earlier, roundTrip);
    }

    /** Returns for how many nanoseconds the answer may still be on its way, or 0 if it is not due yet. */
    long untilAnswered(long now) {
        return CourseTiming.untilSilenceIsAnswered(now - opened, roundTrip);
    }

    /** Records that the first request was sent. */
    void end(long now) {
        length.setRelease(now - opened);
    }

    /** Returns whether the first reply may be the answer to the silence, since the first request was sent so late. */
    boolean isAnsweredBy(WwepReply reply, long now) {
        String reason = reply instanceof WwepReply.Refused refusal ? refusal.reason() : null;
        if (reason == null || !reason.startsWith(REASON)) {
            return false;
        }
        long known = length.getAcquire();
        // The answer may have arrived while the request was being sent.
        return !isShortAfter(known == LASTS ? now - opened : known);
    }
}
