package io.wwep.client.internal;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;

/**
 * Counts what a client has done so far, and passes on to the observer how each request ended. Guarded by the lock of the
 * {@link CallQueue}, which is held anyway wherever they change.
 */
final class Counters {

    private final EndpointObserver observer;
    private final Failures failures;
    long connectionsOpened;
    long connectionsLost;
    long resent;
    private long accepted;
    private long refused;
    private long failed;

    Counters(EndpointObserver observer, Failures failures) {
        this.observer = observer;
        this.failures = failures;
    }

    /** Records that a request was answered this many nanoseconds after the call. */
    void answered(WwepRequest request, WwepReply reply, long nanos) {
        if (reply instanceof WwepReply.Accepted) {
            accepted++;
        } else {
            refused++;
        }
        observer.exchanged(request, reply, nanos);
    }

    /** Records a failure for each request of a call that has no reply. */
    void failed(Call call, WwepException cause) {
        failed += call.unanswered();
        WwepException unsent = null;
        for (int i = call.size() - call.unanswered(); i < call.size(); i++) {
            boolean mayHaveLeft = i < call.mayHaveLeft() || cause.delivery() == Delivery.NOT_SENT;
            if (!mayHaveLeft && unsent == null) {
                unsent = failures.unsentOfBatch(cause);
            }
            observer.failed(call.request(i), unsent == null ? cause : unsent);
        }
    }

    WwepStatistics snapshot(long connectsFailed, int inFlight, int queued, ConnectionBehavior behavior) {
        return new WwepStatistics(
                connectionsOpened,
                connectionsLost,
                connectsFailed,
                accepted,
                refused,
                failed,
                resent,
                inFlight,
                queued,
                behavior);
    }
}
