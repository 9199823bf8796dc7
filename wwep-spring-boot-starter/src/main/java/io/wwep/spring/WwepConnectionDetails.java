package io.wwep.spring;

import io.wwep.protocol.WwepPorts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * The address of a client's server, and its TLS, if they are not those of the properties: of a test server, of a test
 * container, or of a service that a cloud platform binds. A bean of this type replaces the properties {@code host},
 * {@code port} and {@code ssl} of the clients that it {@linkplain #appliesTo applies to}; their other properties stay
 * in effect. If several beans apply to a client, the first in the order of {@link
 * org.springframework.core.annotation.Order} is used.
 *
 * <p>Its methods are called only at startup, for each client.
 */
public interface WwepConnectionDetails extends ConnectionDetails {

    /**
     * {@return the details of a plain server, for all clients}
     *
     * @param host the server's host name or IP address
     * @param port the server's port, 1 to 65535
     */
    static WwepConnectionDetails of(String host, int port) {
        Objects.requireNonNull(host, "host");
        return new WwepConnectionDetails() {
            @Override
            public String host() {
                return host;
            }

            @Override
            public int port() {
                return port;
            }
        };
    }

    /**
     * {@return whether the server is that of this client} Default: true, for applications with one server.
     *
     * @param client the name of a client, as in {@code wwep.clients.<name>}
     */
    default boolean appliesTo(String client) {
        Objects.requireNonNull(client, "client");
        return true;
    }

    /** {@return the server's host name or IP address} */
    String host();

    /** {@return the server's port, 1 to 65535} Default: 40508 with TLS, else 27708. */
    default int port() {
        return sslBundle() == null ? WwepPorts.PLAIN : WwepPorts.TLS;
    }

    /** {@return what to trust, and which identity to show, or null for plain TCP} Default: null. */
    default @Nullable SslBundle sslBundle() {
        return null;
    }
}
