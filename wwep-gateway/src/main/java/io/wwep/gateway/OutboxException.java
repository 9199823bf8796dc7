package io.wwep.gateway;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown if an outbox did not accept a write: it is full, or its file cannot be written. Nothing will be sent. */
public final class OutboxException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, and what to do
     * @param cause the cause, or null
     */
    public OutboxException(String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
    }
}
