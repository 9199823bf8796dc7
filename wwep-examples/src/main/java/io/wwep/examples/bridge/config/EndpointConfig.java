package io.wwep.examples.bridge.config;

import io.wwep.client.WwepClientBuilder;
import java.util.Objects;

/**
 * A WWEP server.
 *
 * @param name its name in metrics, the outbox and health
 * @param client a builder with its host, port, TLS and connection mode; not thread-safe
 */
public record EndpointConfig(String name, WwepClientBuilder client) {

    /** Validates. */
    public EndpointConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(client, "client");
    }
}
