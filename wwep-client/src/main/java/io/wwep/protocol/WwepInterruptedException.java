package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the calling thread was interrupted during an exchange. The thread's interrupt status stays set.
 */
public final class WwepInterruptedException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     * @param cause the cause, or null
     * @param delivery what is known about the request
     */
    public WwepInterruptedException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(message, cause, delivery);
    }
}
