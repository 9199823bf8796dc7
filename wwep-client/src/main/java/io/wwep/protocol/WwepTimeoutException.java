package io.wwep.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The time for an exchange ran out; {@link #phase()} says where, and the message how long each
 * phase took. (Time that runs out before there is a connection is a {@link WwepConnectException}.)
 */
public final class WwepTimeoutException extends WwepException {

    private static final long serialVersionUID = 1L;

    /** The phase in which the time ran out. */
    private final Phase phase;

    /**
     * A time that ran out.
     *
     * @param message what happened, for people
     * @param cause what it came from, or null
     * @param phase where it ran out
     * @param delivery what is known of the request
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
