package io.wwep.client.internal;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.WwepReply;

/** What a client has done so far. Plain numbers, since they change where the lock of its {@link CallQueue} is held anyway. */
final class Counters {

    long connectionsOpened;
    long connectionsLost;
    long failed;
    long resent;
    private long accepted;
    private long refused;

    void answered(WwepReply reply) {
        if (reply instanceof WwepReply.Accepted) {
            accepted++;
        } else {
            refused++;
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
