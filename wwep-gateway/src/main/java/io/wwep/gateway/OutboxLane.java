package io.wwep.gateway;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writes for one endpoint, its link if the gateway has that endpoint now, and its back-off. Not thread-safe. */
final class OutboxLane {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxLane.class);

    /** The shortest and the longest pause after a failure, whatever the reconnect policy says. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    final String endpoint;
    final OutboxQueue queue = new OutboxQueue();
    private @Nullable OutboxLink link;
    private int failures;
    private boolean hasFailed;
    private long nextAttempt;

    OutboxLane(String endpoint) {
        this.endpoint = endpoint;
    }

    void attach(OutboxLink added, long nanos) {
        link = added;
        failures = 0;
        nextAttempt = nanos;
    }

    void detach(OutboxLink removed) {
        if (link == removed) {
            link = null;
        }
    }

    @Nullable
    OutboxLink link() {
        return link;
    }

    /** Returns whether it could send, now or when its pause ends. */
    boolean isIdle() {
        return link != null && queue.inFlight().isEmpty() && !queue.pending().isEmpty();
    }

    /** Returns the {@link System#nanoTime()} at which the pause after a failure ends. */
    long nextAttempt() {
        return nextAttempt;
    }

    /** Begins a batch; returns its writes. */
    List<OutboxEntry> begin(long nanos, Predicate<OutboxEntry> isReady) {
        OutboxLink current = link;
        if (current == null || nextAttempt - nanos > 0) {
            return List.of();
        }
        // After a failure, one write shows whether the server is back.
        List<OutboxEntry> batch = queue.next(failures == 0 ? current.limit() : 1, isReady);
        queue.inFlight().addAll(batch);
        hasFailed = false;
        return batch;
    }

    /** Ends an attempt; after the last one of a batch, decides when the next batch may begin. */
    void ended(OutboxEntry entry, boolean isFailure, long nanos) {
        queue.inFlight().remove(entry);
        hasFailed |= isFailure;
        if (!queue.inFlight().isEmpty()) {
            return;
        }
        failures = hasFailed ? failures + 1 : 0;
        nextAttempt = hasFailed ? nanos + pause().toNanos() : nanos;
    }

    private Duration pause() {
        Duration pause = LONGEST_PAUSE;
        try {
            OutboxLink current = link;
            pause = current == null ? SHORTEST_PAUSE : current.delayAfter(failures);
        } catch (RuntimeException e) { // the user's reconnect policy
            LOG.warn("the reconnect policy of endpoint '{}' failed", endpoint, e);
        }
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
