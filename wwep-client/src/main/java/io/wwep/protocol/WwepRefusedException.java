package io.wwep.protocol;

import org.jspecify.annotations.Nullable;

/** The server answered {@code X}: the request was illegal, or its register was never written. */
public final class WwepRefusedException extends WwepException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String reason;

    /** A refusal. */
    public WwepRefusedException(String message, WwepReply.Refused reply) {
        super(message, null, Delivery.ANSWERED);
        this.reason = reply.reason();
    }

    /** What the server said after its {@code X}, or null: the protocol knows no reasons. */
    public @Nullable String reason() {
        return reason;
    }
}
