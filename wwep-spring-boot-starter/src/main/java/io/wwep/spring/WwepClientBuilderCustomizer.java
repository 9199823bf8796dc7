package io.wwep.spring;

import io.wwep.client.WwepClientBuilder;

/**
 * Changes the settings of clients before they are built: for settings that have no property, such as listeners, recorders and
 * socket factories. Beans of this type are called in the order of {@link org.springframework.core.annotation.Order}, after the
 * properties were applied.
 */
@FunctionalInterface
public interface WwepClientBuilderCustomizer {

    /**
     * Changes the settings of a client or of a gateway's endpoint. Called once for each that is built, on the thread that
     * builds it.
     *
     * @param name the name of the client, as in {@code wwep.clients.<name>}
     * @param builder has the settings of the properties
     */
    void customize(String name, WwepClientBuilder builder);
}
