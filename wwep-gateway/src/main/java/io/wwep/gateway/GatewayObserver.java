package io.wwep.gateway;

import io.wwep.client.ExchangeRecorder;
import java.util.Optional;

/**
 * Observes the endpoints and polls of a gateway, for metrics. All methods do nothing by default. No lock is held while
 * they run. {@link #endpointAdded} and {@link #endpointRemoved} run on the thread that adds or removes the endpoint,
 * the others on the gateway's thread. They must not block, since that delays all polls. Exceptions are logged and
 * otherwise ignored.
 */
public interface GatewayObserver {

    /**
     * An endpoint is being added. Called once for each endpoint, before any other event, and always followed by exactly
     * one call of {@link #endpointRemoved}. Not called for an endpoint whose client cannot be built.
     *
     * @param endpoint the endpoint, which has no devices yet
     * @return a recorder for all its exchanges, or empty for none
     */
    default Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
        return Optional.empty();
    }

    /**
     * An endpoint was removed, or its gateway was closed.
     *
     * @param endpoint the endpoint
     */
    default void endpointRemoved(GatewayEndpoint endpoint) {}

    /**
     * A poll has completed.
     *
     * @param endpoint the endpoint
     * @param latenessNanos nanoseconds from the poll's due time to its start
     * @param nanos nanoseconds from its start to its end
     * @param succeeded whether every request received a reply
     */
    default void polled(GatewayEndpoint endpoint, long latenessNanos, long nanos, boolean succeeded) {}

    /**
     * Polls were skipped because the previous one was still running.
     *
     * @param endpoint the endpoint
     * @param count the number of skipped polls, at least 1
     */
    default void missed(GatewayEndpoint endpoint, long count) {}

    /**
     * A watch has become stale.
     *
     * @param endpoint its endpoint
     */
    default void stale(GatewayEndpoint endpoint) {}
}
