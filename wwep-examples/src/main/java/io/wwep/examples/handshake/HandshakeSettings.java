package io.wwep.examples.handshake;

import io.wwep.tls.WwepTls;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a handshake is done.
 *
 * @param server the server, as messages name it
 * @param host the server's name or address
 * @param trust what is trusted, and this client's identity; without an expected name and protocols
 * @param ownTrust whether the trusted certificates were given, rather than the system's
 * @param identified whether the client has a certificate of its own
 * @param expectedName the name that the server must have; null if it is the host
 * @param protocol the only version to offer, as the JDK names it; null for all
 * @param limit the time for the whole handshake
 */
public record HandshakeSettings(
        String server,
        String host,
        WwepTls trust,
        boolean ownTrust,
        boolean identified,
        @Nullable String expectedName,
        @Nullable String protocol,
        Duration limit) {

    /** Validates the components. */
    public HandshakeSettings {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(limit, "limit");
    }

    /** Returns the name that the server's certificate must have. */
    String name() {
        return Optional.ofNullable(expectedName).orElse(host);
    }
}
