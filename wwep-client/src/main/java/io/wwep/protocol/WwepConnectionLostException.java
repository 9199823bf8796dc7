package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The connection ended before the reply was whole: closed or reset by the server, broken on the
 * way, or closed with the client by another thread.
 */
public final class WwepConnectionLostException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * A connection that was lost.
     *
     * @param message what happened, for people
     * @param cause what it came from, or null
     * @param delivery what is known of the request
     */
    public WwepConnectionLostException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(message, cause, delivery);
    }
}
