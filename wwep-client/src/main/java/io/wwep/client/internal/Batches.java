package io.wwep.client.internal;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.Arrays;

/**
 * The arrays for the requests that are sent together on a connection, and for the replies that arrive together. They start
 * small: the array for requests grows as needed, those for replies once they have been full.
 *
 * <p>One thread writes and one reads at a time; each has its own methods.
 */
final class Batches {

    private static final int GROWTH = 8;

    private final int most;
    private WwepRequest[] requests = new WwepRequest[1];
    private int callsSent;
    private WwepRequest[] expected = new WwepRequest[1];
    private WwepReply[] replies = new WwepReply[1];
    private int decoded;

    /** How many calls the last replies were for. Written by the reader, read by the writer. */
    private volatile int callsAnswered;

    /** Creates small arrays, which grow to at most this size. */
    Batches(int most) {
        this.most = most;
    }

    /** Returns the array for requests that are sent together; for the writer. */
    WwepRequest[] requests() {
        return requests;
    }

    /**
     * Returns a larger array that begins with the same requests, or the same array if it has the full size; for the writer.
     * Requests that are queued together must leave together: a server executes those of one segment as a group.
     */
    WwepRequest[] growRequests() {
        if (requests.length < most) {
            requests = Arrays.copyOf(requests, Math.min(GROWTH * requests.length, most));
        }
        return requests;
    }

    /** Records how many calls the requests that are sent together belong to; for the writer. */
    void sendsFor(int calls) {
        if (calls > 0) {
            callsSent = calls;
        }
    }

    /** Records how many calls the replies that arrived together belong to; for the reader. */
    void answers(int calls) {
        if (callsAnswered != calls) {
            callsAnswered = calls;
        }
    }

    /**
     * Returns whether the last requests or replies belonged to several calls, as they do if several callers share the connection.
     * For the writer.
     */
    boolean areOfSeveralCalls() {
        return callsSent > 1 || callsAnswered > 1;
    }

    /** Returns the array for the oldest requests in flight; for the reader. */
    WwepRequest[] expected() {
        if (decoded == expected.length && decoded < most) {
            expected = new WwepRequest[Math.min(GROWTH * decoded, most)];
            replies = new WwepReply[expected.length];
        }
        return expected;
    }

    /** Returns the array for replies, of the same size as {@link #expected}; for the reader. */
    WwepReply[] replies() {
        return replies;
    }

    /** Records how many replies were decoded together; for the reader. */
    void decoded(int count) {
        decoded = count;
    }

    /** Makes the arrays small again. Call only while no one sends or reads. */
    void release() {
        requests = new WwepRequest[1];
        expected = new WwepRequest[1];
        replies = new WwepReply[1];
    }
}
