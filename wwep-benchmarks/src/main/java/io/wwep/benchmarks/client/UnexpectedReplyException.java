package io.wwep.benchmarks.client;

import java.io.IOException;

/** The server sent a wrong reply, so the measurement is invalid. */
public final class UnexpectedReplyException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnexpectedReplyException(Object reply) {
        super("unexpected reply: " + reply);
    }
}
