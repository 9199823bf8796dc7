package io.wwep.client.internal;

/**
 * Whether a client is closed: the one signal that all its parts read. {@link Calls#close} gives it under the lock of the calls, so
 * no call is accepted and no connection installed afterwards.
 *
 * <p>Only then is ended what is under way. So a part first publishes what it is about to wait for or to open, and then reads the
 * signal: either it sees that the client is closed, or the thread that closes the client sees what to end. Thread-safe.
 */
final class Closing {

    private volatile boolean begun;

    /** Returns whether the client is closed; some of its work may still be under way. */
    boolean hasBegun() {
        return begun;
    }

    /** Gives the signal. Has no effect when called again. */
    void begin() {
        begun = true;
    }
}
