package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted during an exchange. Its interrupt status is set, so that what
 * it does next sees the interrupt too.
 */
public final class WwepInterruptedException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * An exchange that was given up because of an interrupt.
     *
     * @param message what happened, for people
     * @param cause what it came from, or null
     * @param delivery what is known of the request
     */
    public WwepInterruptedException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(message, cause, delivery);
    }
}
