package io.wwep.gateway;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.WwepException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of an endpoint.
 *
 * @param state what it is doing
 * @param behavior what the client has learned about the server
 * @param watches the number of watches
 * @param polls how many polls have ended
 * @param missed how many polls were skipped because the one before was not over
 * @param stale how many watches are stale now
 * @param lateness the longest time from a poll's due time to its start
 * @param lastSuccess when a poll last got a reply, or null
 * @param lastError why a poll last failed, or null
 * @param lastErrorTime when that was, or null
 */
public record EndpointStatus(
        EndpointState state,
        ConnectionBehavior behavior,
        int watches,
        long polls,
        long missed,
        int stale,
        Duration lateness,
        @Nullable Instant lastSuccess,
        @Nullable WwepException lastError,
        @Nullable Instant lastErrorTime) {

    /**
     * Creates a snapshot.
     *
     * @param state what it is doing
     * @param behavior what is known of the server
     * @param watches the number of watches
     * @param polls polls that have ended
     * @param missed polls that were skipped
     * @param stale watches that are stale
     * @param lateness the longest lateness
     * @param lastSuccess the last success, or null
     * @param lastError the last error, or null
     * @param lastErrorTime its time, or null
     */
    public EndpointStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(behavior, "behavior");
        Objects.requireNonNull(lateness, "lateness");
    }
}
