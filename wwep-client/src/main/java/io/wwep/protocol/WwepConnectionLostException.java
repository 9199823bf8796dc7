package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the connection ended before the reply was complete: the server closed or reset it, the network failed, or another
 * thread closed the client.
 */
public final class WwepConnectionLostException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     * @param cause the cause, or null
     * @param delivery what is known about the request
     */
    public WwepConnectionLostException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(message, cause, delivery);
    }
}
