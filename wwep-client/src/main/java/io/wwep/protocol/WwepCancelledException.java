package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Signals that the application cancelled or completed the future of an exchange before the reply arrived. Only a client's
 * listeners receive it.
 */
public final class WwepCancelledException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     * @param cause the cause, or null
     * @param delivery what is known about the request
     */
    public WwepCancelledException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(message, cause, delivery);
    }
}
