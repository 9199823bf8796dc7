package io.wwep.gateway.metrics;

import io.wwep.client.ExchangeRecorder;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayObserver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Adds the meters of a gateway's endpoints, feeds them, and removes them. Thread-safe. */
final class GatewayMeters implements GatewayObserver {

    private final WwepMetrics metrics;

    /** By name, from the request for a recorder until the endpoint is added. */
    private final Map<String, ClientMeters> pending = new ConcurrentHashMap<>();

    private final Map<GatewayEndpoint, EndpointMeters> endpoints = new ConcurrentHashMap<>();

    GatewayMeters(WwepMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public Optional<ExchangeRecorder> recorder(String endpoint) {
        ClientMeters unused = pending.remove(endpoint);
        if (unused != null) { // its endpoint could not be built
            metrics.remove(endpoint, unused);
        }
        ClientMeters added = metrics.add(endpoint);
        pending.put(endpoint, added);
        return Optional.of(added);
    }

    @Override
    public void endpointAdded(GatewayEndpoint endpoint) {
        ClientMeters client = pending.remove(endpoint.name());
        if (client != null) {
            endpoints.put(endpoint, metrics.watch(client, endpoint));
        }
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
