package io.wwep.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if no connection to the server could be made; {@link #phase()} says which phase failed. The request was not sent, or
 * the server did not accept it: in TLS 1.3, a server may reject the client's certificate, or the lack of one, after the client
 * has already sent its first request.
 */
public final class WwepConnectException extends WwepException {

    private static final long serialVersionUID = 1L;

    /** The phase that failed. */
    private final Phase phase;

    /**
     * Creates the exception; its {@link #delivery} is {@link Delivery#NOT_SENT}.
     *
     * @param message what happened
     * @param cause the cause, or null
     * @param phase the phase that failed: {@link Phase#RESOLVE}, {@link Phase#CONNECT} or {@link Phase#HANDSHAKE}
     */
    public WwepConnectException(String message, @Nullable Throwable cause, Phase phase) {
        super(message, cause, Delivery.NOT_SENT);
        this.phase = Objects.requireNonNull(phase, "phase");
    }

    /**
     * {@return the phase that failed: {@link Phase#RESOLVE}, {@link Phase#CONNECT} or {@link Phase#HANDSHAKE}} The last
     * means that one side does not trust the other, that they have no TLS version or cipher suite in common, or that only one
     * of them speaks TLS.
     */
    public Phase phase() {
        return phase;
    }
}
