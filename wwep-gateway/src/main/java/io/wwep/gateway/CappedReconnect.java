package io.wwep.gateway;

import io.wwep.client.ReconnectPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Caps the delays of a client's reconnect policy at the shortest watch interval of its endpoint. Thread-safe. */
final class CappedReconnect implements ReconnectPolicy {

    private static final long LEAST = TimeUnit.SECONDS.toNanos(2);

    /** The endpoint that owns the builder with this policy. */
    final String endpoint;

    private final ReconnectPolicy policy;
    private volatile long longest = Long.MAX_VALUE;

    CappedReconnect(String endpoint, ReconnectPolicy policy) {
        this.endpoint = endpoint;
        this.policy = policy;
    }

    /** Sets the shortest interval of the endpoint's watches; {@link Long#MAX_VALUE} if there are none. */
    void shortestInterval(long nanos) {
        longest = Math.max(nanos, LEAST);
    }

    @Override
    public Duration delayAfter(int failures) {
        return policy.delayAfter(failures);
    }

    /** Also shortens a delay that began before a watch with a shorter interval was added. */
    @Override
    public Duration longestDelay() {
        Duration limit = policy.longestDelay();
        Duration cap = Duration.ofNanos(longest);
        // null is passed through: the client reports it.
        return Objects.nonNull(limit) && limit.compareTo(cap) > 0 ? cap : limit;
    }
}
