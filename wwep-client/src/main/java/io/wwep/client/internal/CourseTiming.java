package io.wwep.client.internal;

import java.util.concurrent.TimeUnit;

/**
 * When the original course servers send something unrequested, or close the connection: the client's next request must not
 * cross that. All times are in nanoseconds.
 */
final class CourseTiming {

    /** After this time without a request, they answer with an X and close. */
    private static final long SILENCE_ANSWERED_AFTER = TimeUnit.MILLISECONDS.toNanos(100);

    /** The longest round trip to assume; anything longer was not caused by the network. */
    private static final long LONGEST_ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(50);

    /** Their close follows the reply at once, so this only allows for the network and a busy machine. */
    private static final long CLOSE_FOLLOWS_WITHIN = TimeUnit.MILLISECONDS.toNanos(50);

    private CourseTiming() {}

    /**
     * Returns whether a request that is sent now arrives before they answer the silence.
     *
     * @param silent the time since the connection was opened
     * @param roundTrip the time that connecting took, without a TLS handshake
     */
    static boolean isBeforeSilenceIsAnswered(long silent, long roundTrip) {
        return silent < SILENCE_ANSWERED_AFTER - onItsWay(roundTrip);
    }

    private static long onItsWay(long roundTrip) {
        return Math.min(roundTrip, LONGEST_ROUND_TRIP);
    }

    /**
     * Returns how long to wait for the answer to a silent connection, which may be on its way: it would be taken for the reply to
     * the next request.
     *
     * @param silent the time since the connection was opened
     * @param roundTrip the time that connecting took, without a TLS handshake
     * @return 0 if it is not due yet, or would have arrived by now
     */
    static long untilSilenceIsAnswered(long silent, long roundTrip) {
        return isBeforeSilenceIsAnswered(silent, roundTrip)
                ? 0
                : Math.max(0, SILENCE_ANSWERED_AFTER + onItsWay(roundTrip) - silent);
    }

    /**
     * Returns how long to wait for the close that may follow a reply: a request that crosses it is lost.
     *
     * @param since the time since the reply
     * @return 0 if the close would have arrived by now
     */
    static long untilCloseIsSeen(long since) {
        return Math.max(0, CLOSE_FOLLOWS_WITHIN - since);
    }
}
