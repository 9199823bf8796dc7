package io.wwep.docs.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.metrics.WwepMetrics;
import org.junit.jupiter.api.Test;

/** How to have meters of clients and gateways. */
class MetricsExample {

    @Test
    void clientsAndGatewaysHaveMeters() {
        MeterRegistry registry = new SimpleMeterRegistry();
        // tag::metrics[]
        WwepMetrics metrics = new WwepMetrics();
        metrics.bindTo(registry);
        Gateway gateway = Gateway.create().addObserver(metrics.observer()).build(); // all endpoints
        WwepClient client = metrics.client("plant", WwepClient.create("10.0.0.7")); // or a client
        // end::metrics[]
        assertEquals(0, registry.get("wwep.client.requests.queued").gauge().value());
        gateway.close();
        client.close();
        metrics.remove("plant");
        assertTrue(registry.getMeters().isEmpty());
    }
}
