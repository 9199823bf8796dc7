package io.wwep.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * No connection to the server could be made; {@link #phase()} says how far it came. The request was
 * not sent, or not to a server that would take it: in TLS 1.3 a server can still turn a client away,
 * for the certificate that it showed or lacked, when the client has sent its first request already.
 */
public final class WwepConnectException extends WwepException {

    private static final long serialVersionUID = 1L;

    /** The phase that failed. */
    private final Phase phase;

    /**
     * A connection that was not made; the {@link #delivery} is {@link Delivery#NOT_SENT}.
     *
     * @param message what happened, for people
     * @param cause what it came from, or null
     * @param phase the phase that failed: {@link Phase#RESOLVE}, {@link Phase#CONNECT} or {@link Phase#HANDSHAKE}
     */
    public WwepConnectException(String message, @Nullable Throwable cause, Phase phase) {
        super(message, cause, Delivery.NOT_SENT);
        this.phase = Objects.requireNonNull(phase, "phase");
    }

    /**
     * {@return the phase that failed: {@link Phase#RESOLVE}, {@link Phase#CONNECT} or {@link Phase#HANDSHAKE}} The last
     * means that one of the two does not trust the other, or that they do not speak the same TLS, or not TLS both.
     */
    public Phase phase() {
        return phase;
    }
}
