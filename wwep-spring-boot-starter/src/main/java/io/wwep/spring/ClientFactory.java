package io.wwep.spring;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;

/** Builds clients, with meters if Micrometer is present. */
@FunctionalInterface
interface ClientFactory {

    /**
     * Builds a client.
     *
     * @param name unique among the clients
     * @param builder is not used again
     */
    WwepClient build(String name, WwepClientBuilder builder);
}
