package io.wwep.spring;

import io.wwep.gateway.GatewayBuilder;

/**
 * Changes the settings of the auto-configured gateway before it is built, such as its executor. Beans of this type are called
 * once, in the order of {@link org.springframework.core.annotation.Order}.
 */
@FunctionalInterface
public interface GatewayBuilderCustomizer {

    /**
     * Changes the settings of the gateway.
     *
     * @param builder already has the application's {@link io.wwep.gateway.GatewayObserver} beans as observers
     */
    void customize(GatewayBuilder builder);
}
