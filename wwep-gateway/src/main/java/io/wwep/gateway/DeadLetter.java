package io.wwep.gateway;

import java.time.Instant;
import java.util.Objects;

/**
 * A write that the server refused, kept for a look: {@link Outbox#deadLetters}.
 *
 * @param write the write
 * @param reason what the server said, or an empty text
 * @param at when it was refused
 */
public record DeadLetter(OutboxWrite write, String reason, Instant at) {

    /**
     * Checks for null.
     *
     * @param write the write
     * @param reason what the server said, or an empty text
     * @param at when it was refused
     */
    public DeadLetter {
        Objects.requireNonNull(write, "write");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(at, "at");
    }
}
