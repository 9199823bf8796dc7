package io.wwep.gateway;

import io.wwep.client.ExchangeRecorder;
import java.util.Optional;

/**
 * Observes the endpoints and polls of a gateway, for metrics. All methods do nothing by default. They are called under no lock,
 * {@link #endpointAdded} and {@link #endpointRemoved} on the thread that adds or removes the endpoint, the others on the
 * gateway's thread. They must not block, since that delays all polls. An exception is logged and otherwise ignored.
 */
public interface GatewayObserver {

    /**
     * An endpoint is added. Called once for each, before anything happens on it; {@link #endpointRemoved} follows once, whatever
     * becomes of it. Not called for an endpoint whose client cannot be built.
     *
     * @param endpoint the endpoint, which has no devices yet
     * @return a recorder for all its exchanges, if there is to be one
     */
    default Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
        return Optional.empty();
    }

    /**
     * An endpoint was removed, or its gateway closed.
     *
     * @param endpoint the endpoint
     */
    default void endpointRemoved(GatewayEndpoint endpoint) {}

    /**
     * A poll has ended.
     *
     * @param endpoint the endpoint
     * @param latenessNanos nanoseconds from the time the poll was due to its start
     * @param nanos nanoseconds from its start to its end
     * @param succeeded whether a reply came to each of its requests
     */
    default void polled(GatewayEndpoint endpoint, long latenessNanos, long nanos, boolean succeeded) {}

    /**
     * Polls were skipped because the one before was not over.
     *
     * @param endpoint the endpoint
     * @param count how many, at least 1
     */
    default void missed(GatewayEndpoint endpoint, long count) {}

    /**
     * A watch has become stale.
     *
     * @param endpoint its endpoint
     */
    default void stale(GatewayEndpoint endpoint) {}
}
