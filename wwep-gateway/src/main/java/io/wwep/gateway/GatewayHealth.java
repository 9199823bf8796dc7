package io.wwep.gateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The health of a gateway.
 *
 * @param status the overall state
 * @param endpoints a description of each endpoint, by name, in the order they were added, such as
 *     {@code up; 12 watches, last reply at 2026-11-27T10:00:00.123Z}
 */
public record GatewayHealth(Status status, Map<String, String> endpoints) {

    /** The overall state of a gateway. */
    public enum Status {
        /** No endpoint is failing. Endpoints that have not been polled yet do not count. */
        UP,
        /** Some endpoints are failing. */
        DEGRADED,
        /** Every endpoint that has been polled is failing, or the gateway is closed. */
        DOWN
    }

    /**
     * Creates a health report.
     *
     * @param status the overall state
     * @param endpoints a description of each endpoint; copied
     */
    public GatewayHealth {
        Objects.requireNonNull(status, "status");
        endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNull(endpoints, "endpoints")));
    }
}
