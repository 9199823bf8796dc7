package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/** The server answered {@code X}: the request was illegal, or its register was never written. */
public final class WwepRefusedException extends WwepException {

    private static final long serialVersionUID = 1L;

    /** What the server said, or null. */
    private final @Nullable String reason;

    /**
     * A refusal.
     *
     * @param message what happened, where, and what to check
     * @param reply the refusal
     */
    public WwepRefusedException(String message, WwepReply.Refused reply) {
        super(message, null, Delivery.ANSWERED);
        this.reason = reply.reason();
    }

    /** {@return what the server said after its {@code X}, or null: the protocol knows no reasons} */
    public @Nullable String reason() {
        return reason;
    }
}
