package io.wwep.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The server answered {@code X}: the request was illegal, or its register was never written. */
public final class WwepRefusedException extends WwepException {

    private static final long serialVersionUID = 1L;

    /** What the server said, or null. */
    private final @Nullable String reason;

    /**
     * A refusal; the {@link #delivery} is {@link Delivery#ANSWERED}.
     *
     * @param message what happened, for people
     * @param reply what the server answered; its reason becomes that of this exception
     */
    public WwepRefusedException(String message, WwepReply.Refused reply) {
        super(message, null, Delivery.ANSWERED);
        this.reason = Objects.requireNonNull(reply, "reply").reason();
    }

    /** {@return what the server said after its {@code X}, or null: the protocol knows no reasons} */
    public @Nullable String reason() {
        return reason;
    }
}
