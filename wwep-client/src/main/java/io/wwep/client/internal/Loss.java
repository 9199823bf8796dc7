package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection is lost.
 *
 * @param victim the call that failed for this cause; the others merely lost their connection
 * @param cause null if no one waits for a reply: then the victim is the call that was abandoned last
 */
record Loss(Call victim, @Nullable WwepException cause) {

    /** What {@link Calls#lose} has done. */
    enum Outcome {
        /** All requests in flight have failed or are queued again. The caller must close the connection. */
        SETTLED,
        /** The writer is still sending, and will settle the loss. The caller must abort the connection. */
        LEFT_TO_WRITER,
        /** The connection was lost or released before, or is in use again: there is nothing to do. */
        NOTHING
    }

    /** Returns the cause or, without one, why the victim's caller stopped waiting. */
    @Nullable
    WwepException reason() {
        return cause == null ? victim.failure() : cause;
    }
}
