package io.wwep.spring;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/**
 * The clients that the properties name. Creating this validates all of them, so that a mistake in the properties ends the start of
 * the application, although the clients themselves are created when first injected.
 */
final class ConfiguredClients {

    /** The names that a gateway accepts for endpoints. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final Map<String, ConfiguredClient> clients = new LinkedHashMap<>();
    private final List<WwepClientBuilderCustomizer> customizers;
    private final ClientFactory factory;
    private final ObjectProvider<Gateway> gateway;

    /**
     * Validates the clients.
     *
     * @throws InvalidClientException if a setting is wrong
     */
    ConfiguredClients(
            WwepProperties properties,
            List<WwepConnectionDetails> details,
            ObjectProvider<SslBundles> bundles,
            List<WwepClientBuilderCustomizer> customizers,
            ClientFactory factory,
            ObjectProvider<Gateway> gateway) {
        this.customizers = customizers;
        this.factory = factory;
        this.gateway = gateway;
        properties.clients().forEach((name, client) -> {
            check(name);
            WwepConnectionDetails applying = details.stream()
                    .filter(each -> each.appliesTo(name))
                    .findFirst()
                    .orElse(null);
            clients.put(name, new ConfiguredClient(name, client, applying, bundles.getIfAvailable()));
        });
    }

    /** Returns all clients, in the order of their properties. */
    List<ConfiguredClient> all() {
        return new ArrayList<>(clients.values());
    }

    /** Builds the client of this name. */
    WwepClient client(String name) {
        return factory.build(name, builder(name));
    }

    /** Adds the endpoint of this name to the gateway. */
    GatewayEndpoint endpoint(String name) {
        return gateway.getObject().endpoint(name, builder(name));
    }

    private WwepClientBuilder builder(String name) {
        WwepClientBuilder builder =
                Objects.requireNonNull(clients.get(name), name).builder();
        customizers.forEach(customizer -> customizer.customize(name, builder));
        return builder;
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidClientException(
                    null,
                    "'" + name + "' in wwep.clients is not a name for a client.",
                    "Use 1 to 64 lower-case letters, digits, '-' and '_', and begin with a letter or a digit.",
                    null);
        }
    }
}
