package io.wwep.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.GatewayObserver;
import io.wwep.gateway.metrics.WwepMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures the meters of the clients and the gateway, if there is a meter registry. Spring Boot binds them to every
 * registry. Your own bean of type {@link WwepMetrics} replaces that of this class, for example to add tags.
 */
@AutoConfiguration(
        before = WwepAutoConfiguration.class,
        after = {MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class})
@ConditionalOnClass({MeterRegistry.class, MetricsAutoConfiguration.class})
@ConditionalOnBean(MeterRegistry.class)
public final class WwepMetricsAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WwepMetricsAutoConfiguration.class);

    WwepMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    WwepMetrics wwepMetrics() {
        return new WwepMetrics();
    }

    @Bean
    ClientFactory wwepMeteredClients(WwepMetrics metrics) {
        return (name, builder) -> build(metrics, name, builder);
    }

    /** Builds a client with meters, or without if the gateway's endpoint of the same name has them already. */
    private static WwepClient build(WwepMetrics metrics, String name, WwepClientBuilder builder) {
        try {
            return metrics.client(name, builder);
        } catch (IllegalArgumentException e) {
            WwepClient client = builder.build(); // fails too if it was not because of the name
            LOG.warn("client '{}' has no meters: {}", name, e.getMessage());
            return client;
        }
    }

    @Bean
    GatewayObserver wwepGatewayMeters(WwepMetrics metrics) {
        return metrics.observer();
    }
}
