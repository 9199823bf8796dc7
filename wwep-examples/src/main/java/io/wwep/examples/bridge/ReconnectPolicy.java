package io.wwep.examples.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides when to connect again. Of two clients with the same client id, each connection ends the other's: MQTT 5 brokers may say so,
 * others just close the connection, so a few short connections in a row are taken for that. Then the bridge leaves the field to the
 * other client for a while. Not thread-safe.
 */
final class ReconnectPolicy {

    /** How many short connections that ended without a reason make it likely that another client uses the same client id. */
    private static final int SUSPICIOUS = 3;

    private static final int MAX_DOUBLINGS = 20;

    private final BrokerSettings broker;
    private final Timing timing;
    private int failures;
    private int unexplained;

    ReconnectPolicy(BrokerSettings broker, Timing timing) {
        this.broker = broker;
        this.timing = timing;
    }

    /**
     * What to do after a loss.
     *
     * @param pause before the next attempt
     * @param alarm what someone must change, if the client id is to blame
     */
    record Next(Duration pause, Optional<String> alarm) {}

    /**
     * Decides after a loss.
     *
     * @param wasConnected whether the broker had accepted the connection
     * @param lasted for how long it was accepted
     */
    Next after(Loss loss, boolean wasConnected, Duration lasted) {
        boolean wasStable = wasConnected && lasted.compareTo(timing.stable()) >= 0;
        failures = wasStable ? 0 : failures + 1;
        unexplained = wasConnected && !wasStable && loss.isUnexplained() ? unexplained + 1 : 0;
        String remedy = "the client id '" + broker.clientId()
                + "', which only one can have: stop the other one, or give this bridge another mqtt: client-id";
        if (loss.isTakenOver()) {
            return new Next(
                    timing.truce(), Optional.of("another client connected to " + broker.broker() + " with " + remedy));
        }
        if (unexplained >= SUSPICIOUS) {
            unexplained = 0;
            return new Next(
                    timing.truce(),
                    Optional.of(broker.broker() + " closed " + SUSPICIOUS
                            + " connections in a row soon after accepting them: most likely another client has "
                            + remedy));
        }
        return new Next(pause(), Optional.empty());
    }

    /** Returns a pause that doubles with each failure, more or less, so that clients of one broker do not come back together. */
    private Duration pause() {
        long millis = timing.firstPause().toMillis() << Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1));
        long limited = Math.min(millis, timing.longestPause().toMillis());
        return Duration.ofMillis(limited * ThreadLocalRandom.current().nextLong(80, 121) / 100);
    }
}
