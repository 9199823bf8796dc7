package io.wwep.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.wwep.gateway.GatewayObserver;
import io.wwep.gateway.metrics.WwepMetrics;
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

    WwepMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    WwepMetrics wwepMetrics() {
        return new WwepMetrics();
    }

    @Bean
    ClientFactory wwepMeteredClients(WwepMetrics metrics) {
        return metrics::client;
    }

    @Bean
    GatewayObserver wwepGatewayMeters(WwepMetrics metrics) {
        return metrics.observer();
    }
}
