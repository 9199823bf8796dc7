package io.wwep.client.internal;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.LossCause;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a client has done so far, and passes it on to the listeners. Used under the lock of {@link Calls}, which is held
 * anyway wherever something changes.
 */
final class Counters {

    private final ListenerDispatcher listeners;
    private final Failures failures;
    private final Map<LossCause, Long> losses = new EnumMap<>(LossCause.class);
    private long connectionsOpened;
    private long accepted;
    private long refused;
    private long failed;
    private long resent;

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

    /** Counts requests that are sent again. */
    void resent(int requests) {
        resent += requests;
    }

    /** Records that a connection was opened. */
    void connected(Connection opened, InetSocketAddress local) {
        connectionsOpened++;
        listeners.connected(opened.server(), local);
    }

    /** Records that a connection ended, for this cause or, if null, in an orderly way. */
    void disconnected(Connection ended, @Nullable WwepException cause) {
        if (cause != null) {
            losses.merge(Failures.lossCause(cause), 1L, Long::sum);
        }
        listeners.disconnected(ended.server(), cause);
    }

    /** Records that the client was closed, and whether its connection was in use. */
    void closed(Connection ended, boolean inUse) {
        if (inUse) {
            losses.merge(LossCause.ABORTED, 1L, Long::sum);
        }
        listeners.disconnected(ended.server(), inUse ? failures.closedUnderWay() : null);
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
