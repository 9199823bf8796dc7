package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/**
 * No connection to the server could be made; {@link #phase()} says how far it came. The request was
 * not sent.
 */
public final class WwepConnectException extends WwepException {

    private static final long serialVersionUID = 1L;

    private final Phase phase;

    /** A connection that failed in this phase. */
    public WwepConnectException(String message, @Nullable Throwable cause, Phase phase) {
        super(message, cause, Delivery.NOT_SENT);
        this.phase = phase;
    }

    /** The phase that failed: {@link Phase#RESOLVE} or {@link Phase#CONNECT}. */
    public Phase phase() {
        return phase;
    }
}
