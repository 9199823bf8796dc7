package io.wwep.client.internal;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.LossCause;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what a client has done so far, and passes on to the listeners how each request ended. Guarded by the lock of the
 * {@link CallQueue}, which is held anyway wherever they change.
 */
final class Counters {

    private final ListenerDispatcher listeners;
    private final Failures failures;
    long connectionsOpened;
    long resent;
    private final Map<LossCause, Long> losses = new EnumMap<>(LossCause.class);
    private long accepted;
    private long refused;
    private long failed;

    Counters(ListenerDispatcher listeners, Failures failures) {
        this.listeners = listeners;
        this.failures = failures;
    }

    /** Records that a request was answered this many nanoseconds after the call. */
    void answered(WwepRequest request, WwepReply reply, long nanos) {
        if (reply instanceof WwepReply.Accepted) {
            accepted++;
        } else {
            refused++;
        }
        listeners.exchanged(request, reply, nanos);
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
            listeners.failed(call.request(i), unsent == null ? cause : unsent);
        }
    }

    /** Records that a connection was lost. */
    void lost(LossCause cause) {
        losses.merge(cause, 1L, Long::sum);
    }

    WwepStatistics snapshot(long connectsFailed, int inFlight, int queued, ConnectionBehavior behavior) {
        return new WwepStatistics(
                connectionsOpened,
                losses,
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
