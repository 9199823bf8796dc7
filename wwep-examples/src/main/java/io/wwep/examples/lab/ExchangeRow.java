package io.wwep.examples.lab;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of the lab's server. Texts come from the wire: printable, but not safe in HTML or CSV as they are.
 *
 * @param number counts the server's exchanges from 1
 * @param time when the message was received
 * @param device the device's four digits; for an illegal message the device that probably sent it; null if not known
 * @param name the device's name at that time; null if it had none
 * @param peer the client's address and port
 * @param port the server's port
 * @param tls the TLS version; null on the plain port
 * @param message the message, at most 256 characters or escapes
 * @param command {@code W} or {@code R}; null for an illegal message
 * @param register two digits; null for an illegal message
 * @param value four digits; null unless it is a write
 * @param reply the reply
 * @param refusal why the reply is {@code X}: the name of a {@link io.wwep.server.Refusal}; null for an acceptance
 * @param reason the same in words for a person; null for an acceptance
 * @param millis how long it took
 */
public record ExchangeRow(
        long number,
        Instant time,
        @Nullable String device,
        @Nullable String name,
        String peer,
        int port,
        @Nullable String tls,
        String message,
        @Nullable String command,
        @Nullable String register,
        @Nullable String value,
        String reply,
        @Nullable String refusal,
        @Nullable String reason,
        double millis) {

    /** Validates the components. */
    public ExchangeRow {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(reply, "reply");
    }
}
