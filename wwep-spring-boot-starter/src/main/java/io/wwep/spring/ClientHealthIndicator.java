package io.wwep.spring;

import io.wwep.client.WwepClient;
import io.wwep.gateway.EndpointState;
import io.wwep.gateway.GatewayEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of a client, by its last exchange: up if the server answered it, down if it failed, and unknown if there was none. The
 * gateway's endpoint with the same name counts as the client.
 */
final class ClientHealthIndicator extends AbstractHealthIndicator {

    private final ConfiguredClient configured;
    private final ConfigurableListableBeanFactory beans;
    private final @Nullable HealthProbe probe;

    /**
     * Creates an indicator.
     *
     * @param probe null if a health check must not open a connection
     */
    ClientHealthIndicator(
            ConfiguredClient configured, ConfigurableListableBeanFactory beans, @Nullable HealthProbe probe) {
        this.configured = configured;
        this.beans = beans;
        this.probe = probe;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        Optional<WwepClient> client = created(WwepClient.class);
        ClientActivity activity = configured.activity();
        if (probe != null) {
            client.ifPresent(existing -> probe.run(existing, activity));
        }
        health.withDetail("server", configured.server());
        health.withDetail(
                "connected",
                client.map(WwepClient::isConnected).orElse(false)
                        || created(GatewayEndpoint.class)
                                .map(GatewayEndpoint::status) // null from a mock
                                .map(status -> status.state() == EndpointState.CONNECTED)
                                .orElse(false));
        add(health, "lastReply", activity.lastReply());
        add(health, "lastFailure", activity.lastFailure());
        switch (activity.state()) {
            case UNUSED -> health.unknown();
            case ANSWERED -> health.up();
            case FAILED -> add(health.down(), "cause", activity.cause());
        }
    }

    private static void add(Health.Builder health, String key, @Nullable Object detail) {
        if (detail != null) {
            health.withDetail(key, detail);
        }
    }

    /** Returns the bean of the client, if it exists: a health check creates none. */
    private <T> Optional<T> created(Class<T> type) {
        String name = ClientBeans.nameOf(configured.name(), type);
        return beans.containsSingleton(name) ? Optional.of(beans.getBean(name, type)) : Optional.empty();
    }
}
