package io.wwep.protocol;

/**
 * The server's bytes are no WWEP reply, or a reply to another request. The connection was
 * discarded, and whether the server did the request is unknown.
 */
public final class WwepProtocolException extends WwepException {

    private static final long serialVersionUID = 1L;

    /**
     * A reply that cannot be taken.
     *
     * @param message what happened, where, and what to check
     */
    public WwepProtocolException(String message) {
        super(message, null, Delivery.UNKNOWN);
    }
}
