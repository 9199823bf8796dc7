package io.wwep.benchmarks.gateway;

import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayObserver;
import java.util.Arrays;
import java.util.Set;

/**
 * Records the lateness of a gateway's polls, and missed polls and stale watches. Ignores endpoints that are meant to
 * fail.
 */
final class PollTimes implements GatewayObserver {

    private final Set<String> failing;
    private long[] lateness = new long[1024];
    private int polls;
    private long missed;
    private long stale;

    /** Creates an observer that ignores these endpoints. */
    PollTimes(Set<String> failing) {
        this.failing = Set.copyOf(failing);
    }

    /** Discards everything recorded so far. */
    synchronized void clear() {
        polls = 0;
        missed = 0;
        stale = 0;
    }

    @Override
    public synchronized void polled(GatewayEndpoint endpoint, long latenessNanos, long nanos, boolean succeeded) {
        if (failing.contains(endpoint.name())) {
            return;
        }
        if (polls == lateness.length) {
            lateness = Arrays.copyOf(lateness, 2 * polls);
        }
        lateness[polls++] = latenessNanos + nanos;
    }

    @Override
    public synchronized void missed(GatewayEndpoint endpoint, long count) {
        missed += failing.contains(endpoint.name()) ? 0 : count;
    }

    @Override
    public synchronized void stale(GatewayEndpoint endpoint) {
        stale += failing.contains(endpoint.name()) ? 0 : 1;
    }

    /** Returns the nanoseconds from each poll's due time to its end. */
    synchronized long[] lateness() {
        return Arrays.copyOf(lateness, polls);
    }

    synchronized long missed() {
        return missed;
    }

    synchronized long stale() {
        return stale;
    }
}
