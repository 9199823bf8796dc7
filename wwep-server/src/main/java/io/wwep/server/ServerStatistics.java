package io.wwep.server;

import java.time.Duration;
import java.util.Objects;

/**
 * Counts what a server has done since its start.
 *
 * @param connections the number of connections accepted, including those refused
 * @param open the number of open connections
 * @param refusedConnections the number closed at once because the connection limit was reached
 * @param exchanges the number of messages answered
 * @param refusedExchanges the number of messages answered with {@code X}
 * @param median the median time from reading a message to handing its reply to the system, rounded up by at most one
 *     eighth
 * @param p99 the time that 99 of 100 exchanges did not exceed, rounded likewise
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
     * Validates the components.
     *
     * @param connections the number of connections accepted, including those refused
     * @param open the number of open connections
     * @param refusedConnections the number closed at once because the connection limit was reached
     * @param exchanges the number of messages answered
     * @param refusedExchanges the number of messages answered with {@code X}
     * @param median the median time from reading a message to handing its reply to the system, rounded up by at most
     *     one eighth
     * @param p99 the time that 99 of 100 exchanges did not exceed, rounded likewise
     */
    public ServerStatistics {
        Objects.requireNonNull(median, "median");
        Objects.requireNonNull(p99, "p99");
    }
}
