package io.wwep.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if an exchange timed out; {@link #phase()} says in which phase, and the message says how long each phase took. (A
 * timeout while connecting is a {@link WwepConnectException} instead.)
 */
public final class WwepTimeoutException extends WwepException {

    private static final long serialVersionUID = 1L;

    /** The phase in which the time ran out. */
    private final Phase phase;

    /**
     * Creates the exception.
     *
     * @param message what happened
     * @param cause the cause, or null
     * @param phase the phase in which the time ran out
     * @param delivery what is known about the request
     */
    public WwepTimeoutException(String message, @Nullable Throwable cause, Phase phase, Delivery delivery) {
        super(message, cause, delivery);
        this.phase = Objects.requireNonNull(phase, "phase");
    }

    /** {@return the phase in which the time ran out} */
    public Phase phase() {
        return phase;
    }
}
