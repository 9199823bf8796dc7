package io.wwep.server;

import java.time.Duration;
import java.util.Objects;

/**
 * What a server has done since its start.
 *
 * @param connections how many were accepted, those refused included
 * @param open how many are open now
 * @param refusedConnections how many were closed at once, because the limit of connections was reached
 * @param exchanges messages that were answered
 * @param refusedExchanges how many of them by {@code X}
 * @param median of the time from when a message was read to when its reply was handed to the system, rounded up by an
 *     eighth at most
 * @param p99 which 99 of 100 exchanges did not exceed, rounded likewise
 */
public record ServerStatistics(
        long connections,
        int open,
        long refusedConnections,
        long exchanges,
        long refusedExchanges,
        Duration median,
        Duration p99) {

    /**
     * Validates.
     *
     * @param connections how many were accepted, those refused included
     * @param open how many are open now
     * @param refusedConnections how many were closed at once, because the limit of connections was reached
     * @param exchanges messages that were answered
     * @param refusedExchanges how many of them by {@code X}
     * @param median of the time from when a message was read to when its reply was handed to the system, rounded up by an eighth at most
     * @param p99 which 99 of 100 exchanges did not exceed, rounded likewise
     */
    public ServerStatistics {
        Objects.requireNonNull(median, "median");
        Objects.requireNonNull(p99, "p99");
    }
}
