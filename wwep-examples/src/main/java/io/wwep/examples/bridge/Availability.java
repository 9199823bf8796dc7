package io.wwep.examples.bridge;

import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Publishes which devices are available: those behind an endpoint whose last poll was answered. Until the first poll, none is. Called
 * on the gateway's thread, which it does not block.
 */
final class Availability implements GatewayObserver {

    private final Topics topics;
    private final Map<String, List<String>> devices;
    private final Consumer<Message> publisher;
    private final Map<String, Boolean> published = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /**
     * Creates it.
     *
     * @param devices the names of the devices behind each endpoint
     */
    Availability(Topics topics, Map<String, List<String>> devices, Consumer<Message> publisher) {
        this.topics = topics;
        this.devices = devices;
        this.publisher = publisher;
    }

    /** Publishes that no device is available yet. */
    void start() {
        devices.keySet().forEach(endpoint -> publish(endpoint, false));
    }

    @Override
    public void polled(GatewayEndpoint endpoint, long latenessNanos, long nanos, boolean succeeded) {
        if (!isClosed && !Boolean.valueOf(succeeded).equals(published.get(endpoint.name()))) {
            publish(endpoint.name(), succeeded);
        }
    }

    /** Publishes that no device is available any more. */
    void close() {
        isClosed = true;
        start();
    }

    private void publish(String endpoint, boolean isAvailable) {
        published.put(endpoint, isAvailable);
        for (String device : devices.getOrDefault(endpoint, List.of())) {
            publisher.accept(
                    Message.retained(topics.availability(device), isAvailable ? Topics.ONLINE : Topics.OFFLINE));
        }
    }
}
