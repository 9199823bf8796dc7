package io.wwep.examples.lab;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a board sent, and what it received.
 *
 * @param button the button that was pressed, 0 or 1; null for a packet that the student wrote
 * @param tls the TLS version; null for plain TCP
 * @param request the message, printable
 * @param reply the reply, printable; null if none arrived
 * @param failure why it failed, in words; null if the reply was as it should be, or an {@code X} to a packet
 * @param millis how long it took
 */
public record BoardExchange(
        @Nullable Integer button,
        @Nullable String tls,
        String request,
        @Nullable String reply,
        @Nullable String failure,
        double millis) {

    /** Validates the components. */
    public BoardExchange {
        Objects.requireNonNull(request, "request");
    }
}
