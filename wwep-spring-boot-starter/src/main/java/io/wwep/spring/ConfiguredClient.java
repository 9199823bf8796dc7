package io.wwep.spring;

import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/** The settings of one client, validated. Thread-safe. */
final class ConfiguredClient {

    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    /** The address of connection details, which replaces that of the properties. */
    private record Address(String host, int port) {}

    private final String name;
    private final WwepProperties.Client properties;
    private final @Nullable Address replaced;
    private final ClientTls tls;
    private final String server;
    private final ClientActivity activity = new ClientActivity();

    /**
     * Validates the settings of a client.
     *
     * @param details replaces the address and TLS of the properties; null if they apply
     * @param bundles null if the application has no SSL bundles
     * @throws InvalidClientException if a setting is wrong
     */
    ConfiguredClient(
            String name,
            WwepProperties.Client properties,
            @Nullable WwepConnectionDetails details,
            @Nullable SslBundles bundles) {
        this.name = name;
        this.properties = properties;
        this.replaced = details == null ? null : addressOf(details);
        this.tls = details == null
                ? ClientTls.of(name, properties.ssl(), bundles)
                : ClientTls.of(name, details.sslBundle());
        WwepClientBuilder builder = builder();
        this.server = builder.settings().server();
        buildOnce(builder);
    }

    private Address addressOf(WwepConnectionDetails details) {
        String host = details.host();
        if (host == null) {
            throw InvalidClientException.ofDetails(name, new IllegalArgumentException("host() returned null"));
        }
        return new Address(host, details.port());
    }

    /** Lets the client check what depends on several settings. A client that is not used opens nothing. */
    private void buildOnce(WwepClientBuilder builder) {
        try {
            builder.build().close();
        } catch (IllegalArgumentException e) {
            throw InvalidClientException.ofValue(name, "fallback-address", e);
        }
    }

    String name() {
        return name;
    }

    /** Returns the server's host and port, such as {@code 10.0.0.7:27708}. */
    String server() {
        return server;
    }

    ClientActivity activity() {
        return activity;
    }

    /** Returns a new builder with the settings, which reports to the {@linkplain #activity() activity}. */
    WwepClientBuilder builder() {
        WwepClientBuilder builder = dialing();
        tls.applyTo(builder);
        set("mode", properties.mode(), builder::mode);
        set("deadline", properties.deadline(), builder::deadline);
        set("lookup-timeout", properties.lookupTimeout(), builder::lookupTimeout);
        set("connect-timeout", properties.connectTimeout(), builder::connectTimeout);
        set("handshake-timeout", properties.handshakeTimeout(), builder::handshakeTimeout);
        set("reply-timeout", properties.replyTimeout(), builder::replyTimeout);
        set("local-address", properties.localAddress(), builder::localAddress);
        set("traffic-class", properties.trafficClass(), builder::trafficClass);
        set("keep-alive", properties.keepAlive(), keepAlive -> apply(keepAlive, builder));
        set("resend-unknown-writes", properties.resendUnknownWrites(), builder::resendUnknownWrites);
        set("max-in-flight", properties.maxInFlight(), builder::maxInFlight);
        set("validate-after-idle", properties.validateAfterIdle(), builder::validateAfterIdle);
        set("reconnect", properties.reconnect(), reconnect -> apply(reconnect, builder));
        return builder.addRecorder(activity).addListener(activity);
    }

    /** Returns a new builder that has the server's address. */
    private WwepClientBuilder dialing() {
        if (replaced != null) {
            return dialing(replaced);
        }
        String host = properties.host();
        String property = WwepProperties.nameOf(name, "host");
        if (!StringUtils.hasText(host)) {
            throw new InvalidClientException(
                    property,
                    "The client '" + name + "' has no server: " + property + " is not set.",
                    "Set " + property + " to the host name or IP address of the server. In a test, a bean of type "
                            + "WwepConnectionDetails can give the address instead.",
                    null);
        }
        WwepClientBuilder builder;
        try {
            builder = WwepClient.create(host);
        } catch (IllegalArgumentException e) {
            throw InvalidClientException.ofValue(name, "host", e);
        }
        set("port", properties.port(), builder::port);
        set("fallback-address", properties.fallbackAddress(), builder::fallbackAddress);
        return builder;
    }

    private WwepClientBuilder dialing(Address address) {
        try {
            return WwepClient.create(address.host()).port(address.port());
        } catch (IllegalArgumentException e) {
            throw InvalidClientException.ofDetails(name, e);
        }
    }

    private static void apply(WwepProperties.KeepAlive keepAlive, WwepClientBuilder builder) {
        if (keepAlive.enabled()) {
            builder.keepAlive(keepAlive.idle(), keepAlive.interval(), keepAlive.probes());
        } else {
            builder.withoutKeepAlive();
        }
    }

    private static void apply(WwepProperties.Reconnect reconnect, WwepClientBuilder builder) {
        if (reconnect.firstDelay() != null || reconnect.longestDelay() != null) {
            builder.reconnect(ReconnectPolicy.doubling(
                    Objects.requireNonNullElse(reconnect.firstDelay(), FIRST_DELAY),
                    Objects.requireNonNullElse(reconnect.longestDelay(), LONGEST_DELAY)));
        }
        builder.awaitReconnect(reconnect.await());
    }

    /** Applies a property, unless it is not set. */
    private <T> void set(String property, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw InvalidClientException.ofValue(name, property, e);
        }
    }
}
