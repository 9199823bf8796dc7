package io.wwep.gateway;

import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;

/**
 * Passes the exchanges of an endpoint to the recorder of one observer. A client needs its recorders before it is built,
 * but the observer is asked for its recorder only afterwards, so that a client that cannot be built leaves nothing
 * behind. Thread-safe.
 */
final class EndpointRecorder implements ExchangeRecorder {

    private volatile @Nullable ExchangeRecorder recorder;

    /** Passes all later exchanges to the recorder. */
    void passTo(ExchangeRecorder to) {
        recorder = to;
    }

    @Override
    public void record(WwepRequest request, ExchangeOutcome outcome, long nanos) {
        ExchangeRecorder to = recorder;
        if (to != null) {
            to.record(request, outcome, nanos);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(recorder); // the client names a failing recorder in its log
    }
}
