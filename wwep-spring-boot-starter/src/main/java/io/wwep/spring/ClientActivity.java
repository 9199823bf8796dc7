package io.wwep.spring;

import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepListener;
import io.wwep.protocol.WwepCancelledException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the last exchanges of a client came to. Thread-safe. */
final class ClientActivity implements ExchangeRecorder, WwepListener {

    /** What the last exchange says of the server. */
    enum State {
        /** No exchange has ended yet. */
        UNUSED,
        /** The server answered. A refusal is an answer. */
        ANSWERED,
        /** The request was not sent, or got no valid reply. */
        FAILED
    }

    private volatile State state = State.UNUSED;
    private volatile long answeredAt;
    private volatile long failedAt;
    private volatile @Nullable String cause;

    @Override
    public void record(WwepRequest request, ExchangeOutcome outcome, long nanos) {
        switch (outcome) {
            case ACCEPTED, REFUSED -> {
                answeredAt = System.currentTimeMillis();
                state = State.ANSWERED;
            }
            case TIMED_OUT, LOST, PROTOCOL_ERROR, NOT_SENT -> {
                failedAt = System.currentTimeMillis();
                cause = null; // that of an earlier failure
                state = State.FAILED;
            }
            case CANCELLED -> {}
        }
    }

    /** Keeps the message, which a recorder does not get. Called a little later than {@link #record}. */
    @Override
    public void failed(WwepRequest request, WwepException failure) {
        // A cancellation is the application's choice, not a failure of the server.
        if (!(failure instanceof WwepCancelledException)) {
            cause = failure.getMessage();
        }
    }

    State state() {
        return state;
    }

    /** Returns when the server last answered, or null if it has not. */
    @Nullable
    Instant lastReply() {
        return instant(answeredAt);
    }

    /** Returns when an exchange last failed, or null if none has. */
    @Nullable
    Instant lastFailure() {
        return instant(failedAt);
    }

    /** Returns the message of the last failure, or null if none is known. */
    @Nullable
    String cause() {
        return cause;
    }

    private static @Nullable Instant instant(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
