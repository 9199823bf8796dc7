package io.wwep.protocol;

/**
 * The server's bytes are no WWEP reply, or a reply to another request. The connection was
 * discarded, and whether the server did the request is unknown.
 */
public final class WwepProtocolException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * A reply that cannot be taken; the {@link #delivery} is {@link Delivery#UNKNOWN}.
     *
     * @param message what happened, for people
     */
    public WwepProtocolException(String message) {
        super(message, null, Delivery.UNKNOWN);
    }
}
