package io.wwep.gateway.metrics;

import io.wwep.client.ExchangeRecorder;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayObserver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Adds, updates and removes the meters of a gateway's endpoints. Thread-safe. */
final class GatewayMeters implements GatewayObserver {

    private final WwepMetrics metrics;

    private final Map<GatewayEndpoint, EndpointMeters> endpoints = new ConcurrentHashMap<>();

    GatewayMeters(WwepMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
        ClientMeters client = metrics.add(endpoint.name());
        try {
            endpoints.put(endpoint, metrics.watch(client, endpoint));
        } catch (RuntimeException | Error e) { // from the registry, or from a user's filter
            metrics.remove(endpoint.name(), client);
            throw e;
        }
        return Optional.of(client);
    }

    @Override
    public void endpointRemoved(GatewayEndpoint endpoint) {
        EndpointMeters removed = endpoints.remove(endpoint);
        if (removed != null) {
            metrics.remove(endpoint.name(), removed.client());
        }
    }

    @Override
    public void polled(GatewayEndpoint endpoint, long latenessNanos, long nanos, boolean succeeded) {
        EndpointMeters meters = endpoints.get(endpoint);
        if (meters != null) {
            meters.polled(latenessNanos, nanos, succeeded);
        }
    }

    @Override
    public void missed(GatewayEndpoint endpoint, long count) {
        EndpointMeters meters = endpoints.get(endpoint);
        if (meters != null) {
            meters.missed(count);
        }
    }

    @Override
    public void stale(GatewayEndpoint endpoint) {
        EndpointMeters meters = endpoints.get(endpoint);
        if (meters != null) {
            meters.becameStale();
        }
    }
}
