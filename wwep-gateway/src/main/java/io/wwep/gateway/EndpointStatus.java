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
 * @param state what the endpoint is doing
 * @param behavior what the client has learned about the server
 * @param watches the number of watches
 * @param polls the number of completed polls
 * @param missed the number of polls skipped because the previous one was still running
 * @param stale the number of watches that are stale now
 * @param lateness the longest delay from a poll's due time to its start
 * @param lastSuccess when a poll last received a reply, or null
 * @param lastError why a poll last failed, or null
 * @param lastErrorTime when it failed, or null
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
     * @param state what the endpoint is doing
     * @param behavior what the client has learned about the server
     * @param watches the number of watches
     * @param polls the number of completed polls
     * @param missed the number of skipped polls
     * @param stale the number of stale watches
     * @param lateness the longest delay
     * @param lastSuccess the time of the last success, or null
     * @param lastError the last error, or null
     * @param lastErrorTime the time of the last error, or null
     */
    public EndpointStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(behavior, "behavior");
        Objects.requireNonNull(lateness, "lateness");
    }
}
