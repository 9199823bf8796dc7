package io.wwep.spring;

import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayBuilder;
import io.wwep.gateway.GatewayObserver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configures the clients that {@code wwep.clients} names, and a gateway. Spring Boot applies it; name it only to
 * {@linkplain org.springframework.boot.autoconfigure.EnableAutoConfiguration#exclude() exclude} it, or to order your own
 * auto-configuration relative to it.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@EnableConfigurationProperties(WwepProperties.class)
@Import(ClientBeans.class)
public final class WwepAutoConfiguration {

    WwepAutoConfiguration() {}

    @Bean(ClientBeans.FACTORY)
    @Lazy(false) // checks the properties at startup, also with spring.main.lazy-initialization
    ConfiguredClients wwepClients(
            WwepProperties properties,
            ObjectProvider<WwepConnectionDetails> details,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<WwepClientBuilderCustomizer> customizers,
            ObjectProvider<ClientFactory> factory,
            ObjectProvider<Gateway> gateway) {
        return new ConfiguredClients(
                properties,
                details.orderedStream().toList(),
                bundles,
                customizers.orderedStream().toList(),
                factory.getIfAvailable(() -> (name, builder) -> builder.build()),
                gateway);
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Gateway wwepGateway(
            ObjectProvider<GatewayObserver> observers, ObjectProvider<GatewayBuilderCustomizer> customizers) {
        GatewayBuilder builder = Gateway.create();
        observers.orderedStream().forEach(builder::addObserver);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    @Bean
    GracefulShutdown wwepGracefulShutdown(ApplicationContext context, ConfigurableListableBeanFactory beans) {
        return new GracefulShutdown(context, beans);
    }
}
