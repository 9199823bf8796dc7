package io.wwep.client.internal;

/**
 * Whether a client has been closed: the one signal that all its parts read. {@link Calls#close} sets it under its lock, so no
 * call is accepted and no connection installed afterwards.
 *
 * <p>The closing thread sets it, then ends whatever is under way. So a part must publish what it is about to open or wait for
 * before it reads the signal: either it sees that the client is closed, or the closing thread sees what to end. Thread-safe.
 */
final class Closing {

    private volatile boolean begun;

    /** Returns whether the client is closed; some of its work may still be under way. */
    boolean hasBegun() {
        return begun;
    }

    /** Sets the signal. Has no effect when called again. */
    void begin() {
        begun = true;
    }
}
