package io.wwep.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Auto-configures the health contributor {@code wwep}, with a component for each client that {@code wwep.clients} names. {@code
 * management.health.wwep.enabled=false} turns it off.
 */
@AutoConfiguration(after = WwepAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("wwep")
@Conditional(WwepHealthContributorAutoConfiguration.OnClients.class)
@EnableConfigurationProperties(WwepHealthProperties.class)
public final class WwepHealthContributorAutoConfiguration {

    WwepHealthContributorAutoConfiguration() {}

    @Bean
    @Lazy(false) // checks the properties at startup, also with spring.main.lazy-initialization
    @ConditionalOnMissingBean(name = {"wwepHealthContributor", "wwepHealthIndicator"})
    HealthContributor wwepHealthContributor(
            ConfiguredClients clients, WwepHealthProperties properties, ConfigurableListableBeanFactory beans) {
        @Nullable HealthProbe probe = properties.probe().enabled() ? new HealthProbe(properties.probe()) : null;
        Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
        clients.all().forEach(client -> indicators.put(client.name(), new ClientHealthIndicator(client, beans, probe)));
        return CompositeHealthContributor.fromMap(indicators);
    }

    /** Matches if the properties name a client. */
    static final class OnClients extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean match = !ClientBeans.names(context.getEnvironment()).isEmpty();
            ConditionMessage.Builder message = ConditionMessage.forCondition("WWEP clients");
            return new ConditionOutcome(
                    match,
                    match
                            ? message.because("wwep.clients names at least one")
                            : message.because("wwep.clients names none"));
        }
    }
}
