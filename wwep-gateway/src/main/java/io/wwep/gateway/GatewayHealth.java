package io.wwep.gateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a gateway is doing.
 *
 * @param status the state of all endpoints together
 * @param endpoints a text for each endpoint, by its name, in the order in which they were added; such as
 *     {@code up; 12 watches, last reply at 2026-11-27T10:00:00.123Z}
 */
public record GatewayHealth(Status status, Map<String, String> endpoints) {

    /** The state of all endpoints together. */
    public enum Status {
        /** No endpoint fails. Endpoints that were not polled yet do not count. */
        UP,
        /** Some endpoints fail. */
        DEGRADED,
        /** All endpoints that were polled fail, or the gateway is closed. */
        DOWN
    }

    /**
     * Creates a state of health.
     *
     * @param status the state of all endpoints together
     * @param endpoints a text for each endpoint; copied
     */
    public GatewayHealth {
        Objects.requireNonNull(status, "status");
        endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNull(endpoints, "endpoints")));
    }
}
