package io.wwep.gateway;

import io.wwep.gateway.OutboxAttempt.Failure;
import io.wwep.protocol.DeviceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes for one endpoint, its link if the gateway has that endpoint now, and the pauses after failures. A device
 * that did not answer has its own pause. Then one write tries it alone, in turn with those of the other devices. Not
 * thread-safe.
 */
final class OutboxLane {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxLane.class);

    /** The shortest and the longest pause after a failure, whatever the reconnect policy says. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /**
     * A pause after failures.
     *
     * @param failures how many there were in a row
     * @param end the {@link System#nanoTime()} at which it ends
     */
    private record Pause(int failures, long end) {

        boolean hasEnded(long nanos) {
            return end - nanos <= 0;
        }
    }

    final String endpoint;
    final OutboxQueue queue;
    private @Nullable OutboxLink link;
    private Pause pause = new Pause(0, 0);

    /** The pauses of the devices that did not answer last time. */
    private final Map<DeviceId, Pause> silent = new HashMap<>();

    /** What is being sent, in order, and the first of it that was not answered. */
    private List<OutboxEntry> batch = List.of();

    private int unanswered;
    private Failure failure = Failure.NONE;
    private boolean hasTriedSilent;

    OutboxLane(String endpoint, OutboxOrder order) {
        this.endpoint = endpoint;
        this.queue = new OutboxQueue(order);
    }

    void attach(OutboxLink added, long nanos) {
        link = added;
        pause = new Pause(0, nanos);
        silent.clear();
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

    /** Returns whether it could send, now or when a pause ends. */
    boolean isIdle() {
        return link != null && queue.inFlight().isEmpty() && !queue.pending().isEmpty();
    }

    /** Returns the {@link System#nanoTime()} at which the pause of the endpoint ends. */
    long nextAttempt() {
        return pause.end();
    }

    /** Returns the time at which the next pause ends that has not ended yet, at the latest the given time. */
    long nextEnd(long nanos, long latest) {
        if (!pause.hasEnded(nanos)) {
            return Math.min(latest, pause.end());
        }
        long next = latest;
        for (Pause each : silent.values()) {
            if (!each.hasEnded(nanos)) {
                next = Math.min(next, each.end());
            }
        }
        return next;
    }

    /** Begins a batch; returns its writes. */
    List<OutboxEntry> begin(long nanos, Predicate<OutboxEntry> isReady) {
        OutboxLink current = link;
        if (current == null || !pause.hasEnded(nanos) || !queue.inFlight().isEmpty()) {
            return List.of();
        }
        // After a failure, one write shows whether the server is back.
        List<OutboxEntry> next = queue.next(
                pause.failures() == 0 ? current.limit() : 1, entry -> !isSilent(entry) && isReady.test(entry));
        boolean triesSilent = false;
        if (!silent.isEmpty() && (next.isEmpty() || !hasTriedSilent)) {
            // Alone, because the client closes a connection on which a reply does not come.
            List<OutboxEntry> trial = queue.next(1, entry -> hasPaused(entry, nanos) && isReady.test(entry));
            triesSilent = !trial.isEmpty();
            next = triesSilent ? trial : next;
        }
        if (!next.isEmpty()) {
            hasTriedSilent = triesSilent;
            batch = next;
            unanswered = next.size();
            failure = Failure.NONE;
            next.forEach(queue::begin);
        }
        return next;
    }

    private boolean isSilent(OutboxEntry entry) {
        return silent.containsKey(entry.write().device());
    }

    private boolean hasPaused(OutboxEntry entry, long nanos) {
        Pause own = silent.get(entry.write().device());
        return own != null && own.hasEnded(nanos);
    }

    /** Ends an attempt; after the last one of a batch, decides when the next batch may begin. */
    void ended(OutboxEntry entry, OutboxAttempt.Result result, long nanos) {
        queue.end(entry);
        int index = batch.indexOf(entry);
        if (result.outcome() == OutboxOutcome.ACCEPTED || result.outcome() == OutboxOutcome.REFUSED) {
            silent.remove(entry.write().device());
        } else if (result.failure() != Failure.NONE && index < unanswered) {
            unanswered = index;
            failure = result.failure();
        }
        if (!queue.inFlight().isEmpty()) {
            return;
        }
        // A server answers in order: those behind the first unanswered one may have failed because of it.
        if (failure == Failure.NO_REPLY || failure == Failure.LOST) {
            silent.merge(
                    batch.get(unanswered).write().device(),
                    pauseAfter(1, nanos),
                    (before, any) -> pauseAfter(before.failures() + 1, nanos));
        }
        boolean endpointFailed = failure == Failure.UNREACHABLE || failure == Failure.LOST;
        pause = endpointFailed ? pauseAfter(pause.failures() + 1, nanos) : new Pause(0, nanos);
        batch = List.of();
    }

    private Pause pauseAfter(int failures, long nanos) {
        return new Pause(failures, nanos + lengthAfter(failures).toNanos());
    }

    private Duration lengthAfter(int failures) {
        Duration length = LONGEST_PAUSE;
        try {
            OutboxLink current = link;
            length = current == null ? SHORTEST_PAUSE : current.delayAfter(failures);
        } catch (RuntimeException e) { // the user's reconnect policy
            LOG.warn("the reconnect policy of endpoint '{}' failed", endpoint, e);
        }
        if (length.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
    }
}
