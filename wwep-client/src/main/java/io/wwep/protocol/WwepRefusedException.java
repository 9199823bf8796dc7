package io.wwep.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown if the server answered {@code X}: the request was illegal, or its register was never written. */
public final class WwepRefusedException extends WwepException {

    private static final long serialVersionUID = 1L;

    /** What the server said, or null. */
    private final @Nullable String reason;

    /**
     * Creates the exception; its {@link #delivery} is {@link Delivery#ANSWERED}.
     *
     * @param message what happened
     * @param reply what the server answered; its reason becomes that of this exception
     */
    public WwepRefusedException(String message, WwepReply.Refused reply) {
        super(message, null, Delivery.ANSWERED);
        this.reason = Objects.requireNonNull(reply, "reply").reason();
    }

    /** {@return the text that the server sent after its {@code X}, or null if it sent none: the protocol does not define reasons} */
    public @Nullable String reason() {
        return reason;
    }
}
