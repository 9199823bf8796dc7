/**
 * Configures clients and a gateway as beans of a Spring Boot application.
 *
 * <p>Each {@code wwep.clients.<name>} of the application's properties gives two beans with the qualifier
 * {@code <name>}: a {@link io.wwep.client.WwepClient}, and a {@link io.wwep.gateway.GatewayEndpoint} of the one
 * {@link io.wwep.gateway.Gateway}. They are created when they are first injected, and connect when they are first used.
 */
@NullMarked
package io.wwep.spring;

import org.jspecify.annotations.NullMarked;
