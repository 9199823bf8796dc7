package io.wwep.client;

import java.util.Map;
import java.util.Objects;

/**
 * A snapshot of what a client has done since it was built, and of what it is doing. Each request of a batch counts as one. No
 * count is negative. All values are of one moment, except {@code connectsFailed} and {@code behavior}, which may be slightly
 * older.
 *
 * @param connectionsOpened connections opened, with TLS after the handshake
 * @param losses opened connections that broke, or that the client abandoned because of unexpected data or a timeout, by
 *     cause; a cause that did not occur is absent. Those that either side closed between exchanges in an orderly way do not
 *     count, nor those on which a server answered silence with {@code X}, as course servers do: a loss is counted exactly
 *     when {@link WwepListener#disconnected} receives a cause
 * @param connectsFailed failed attempts to connect, whether in the name lookup, in connecting or in the TLS handshake
 * @param accepted requests that the server accepted
 * @param refused requests that the server refused with {@code X}
 * @param failed requests without a valid reply, whose exchange failed with a {@link io.wwep.protocol.WwepException}
 * @param resent requests that were queued again after their connection broke without a reply, or because they were sent late on a
 *     new connection and a course server had answered its silence; each also counts once as accepted, refused or failed
 * @param inFlight requests that were sent and not yet answered
 * @param queued requests waiting to be sent
 * @param behavior what the client knows about the server
 */
public record WwepStatistics(
        long connectionsOpened,
        Map<LossCause, Long> losses,
        long connectsFailed,
        long accepted,
        long refused,
        long failed,
        long resent,
        int inFlight,
        int queued,
        ConnectionBehavior behavior) {

    /**
     * Creates a snapshot.
     *
     * @param connectionsOpened connections opened
     * @param losses opened connections that broke or were abandoned, by cause; copied
     * @param connectsFailed failed attempts to connect
     * @param accepted requests accepted
     * @param refused requests refused
     * @param failed requests without a valid reply
     * @param resent requests queued again
     * @param inFlight requests sent and not yet answered
     * @param queued requests waiting to be sent
     * @param behavior what the client knows about the server
     */
    public WwepStatistics {
        losses = Map.copyOf(Objects.requireNonNull(losses, "losses"));
        Objects.requireNonNull(behavior, "behavior");
    }

    /** {@return the number of opened connections that were lost, whatever the cause} */
    public long connectionsLost() {
        return losses.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * {@return the number of opened connections that were lost for this cause}
     *
     * @param cause the cause
     */
    public long connectionsLost(LossCause cause) {
        return losses.getOrDefault(Objects.requireNonNull(cause, "cause"), 0L);
    }
}
