package io.wwep.protocol;

/**
 * Thrown if the server sent bytes that are not a WWEP reply, or a reply to another request. The connection was closed, and it is
 * unknown whether the server carried out the request.
 */
public final class WwepProtocolException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception; its {@link #delivery} is {@link Delivery#UNKNOWN}.
     *
     * @param message what happened
     */
    public WwepProtocolException(String message) {
        super(message, null, Delivery.UNKNOWN);
    }
}
