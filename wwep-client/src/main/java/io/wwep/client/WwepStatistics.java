package io.wwep.client;

import java.util.Objects;

/**
 * What a client has done since it was built, and what it is doing: counts of one moment, which fit together. Each request of
 * a batch counts as one.
 *
 * @param connectionsOpened connections that were opened, over TLS with their handshake done
 * @param connectionsLost those of them that broke, or that the client gave up because of what came on them or did not come in
 *     time; without those that either side closed in good order
 * @param connectsFailed tries to connect that failed, for whatever reason: name lookup, connecting, TLS handshake
 * @param accepted requests that the server accepted
 * @param refused requests that the server refused with {@code X}
 * @param failed requests without a valid reply: each made the exchange fail with a {@link io.wwep.protocol.WwepException}
 * @param resent requests that were queued a second time after their connection had broken without a reply; they also count as
 *     accepted, refused or failed, once
 * @param inFlight requests that were sent and are not answered yet
 * @param queued requests that wait to be sent
 * @param behavior what is known of the server
 */
public record WwepStatistics(
        long connectionsOpened,
        long connectionsLost,
        long connectsFailed,
        long accepted,
        long refused,
        long failed,
        long resent,
        int inFlight,
        int queued,
        ConnectionBehavior behavior) {

    /**
     * Counts of one moment.
     *
     * @param connectionsOpened connections that were opened
     * @param connectionsLost those of them that broke or were given up
     * @param connectsFailed tries to connect that failed
     * @param accepted requests that were accepted
     * @param refused requests that were refused
     * @param failed requests without a valid reply
     * @param resent requests that were queued a second time
     * @param inFlight requests that are sent and not answered
     * @param queued requests that wait to be sent
     * @param behavior what is known of the server
     */
    public WwepStatistics {
        Objects.requireNonNull(behavior, "behavior");
    }
}
