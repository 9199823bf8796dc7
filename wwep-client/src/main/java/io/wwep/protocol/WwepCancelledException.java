package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The future of an exchange was cancelled, or completed by its user, who does not wait for the reply any more. Only a
 * listener receives it.
 */
public final class WwepCancelledException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * An exchange whose future was ended.
     *
     * @param message what happened, for people
     * @param cause what it came from, or null
     * @param delivery what is known of the request
     */
    public WwepCancelledException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(message, cause, delivery);
    }
}
