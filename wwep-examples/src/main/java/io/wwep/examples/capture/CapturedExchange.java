package io.wwep.examples.capture;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A message and its reply, as they are written to a capture.
 *
 * @param time when the message arrived
 * @param took the time until its reply was sent; zero or more
 * @param client the client's address and port; not unresolved
 * @param server the server's address and port; not unresolved
 * @param request the bytes of the message, one character per byte, U+0000 to U+00FF; may be empty
 * @param reply the bytes of the reply, likewise; may be empty
 */
public record CapturedExchange(
        Instant time, Duration took, InetSocketAddress client, InetSocketAddress server, String request, String reply) {

    /**
     * Validates the components.
     *
     * @param time when the message arrived
     * @param took the time until its reply was sent; zero or more
     * @param client the client's address and port; not unresolved
     * @param server the server's address and port; not unresolved
     * @param request the bytes of the message, one character per byte, U+0000 to U+00FF; may be empty
     * @param reply the bytes of the reply, likewise; may be empty
     * @throws IllegalArgumentException if the time is negative, an address is unresolved, or a character is not a byte
     */
    public CapturedExchange {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(reply, "reply");
        if (took.isNegative()) {
            throw new IllegalArgumentException("an exchange of " + took + " is negative: it must be zero or more");
        }
        if (client.isUnresolved() || server.isUnresolved()) {
            throw new IllegalArgumentException("the address of " + (client.isUnresolved() ? client : server)
                    + " is unknown: look the name up first");
        }
        if ((request + reply).chars().anyMatch(c -> c > 0xFF)) {
            throw new IllegalArgumentException("a message has a character above U+00FF, which is not a byte");
        }
    }
}
