package io.wwep.benchmarks.client;

import java.io.IOException;

/** The reply was not the one that the server should give: whatever is measured then means nothing. */
public final class UnexpectedReplyException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnexpectedReplyException(Object reply) {
        super("unexpected reply: " + reply);
    }
}
