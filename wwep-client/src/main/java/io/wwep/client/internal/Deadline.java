package io.wwep.client.internal;

import io.wwep.protocol.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of one exchange: how much of it is left, and how much each phase took. It can be used again for the next one.
 *
 * <p>Changed by one thread at a time. Any may ask for the {@link #breakdown}. The thread whose call it is may look at any time
 * what is left, but has to look again under a lock before it acts on that.
 */
final class Deadline {

    private long limit;
    private long start;
    private long end;
    private Phase phase = Phase.QUEUE;
    private long entered;
    private long queued;
    private long resolving;
    private long connecting;
    private long handshaking;
    private long replying;

    /** Starts now, in the queue. */
    Deadline(Duration limit) {
        restart(limit);
    }

    /** Starts again, now, in the queue, with this limit. */
    void restart(Duration newLimit) {
        limit = newLimit.toNanos();
        start = System.nanoTime();
        end = start + limit;
        phase = Phase.QUEUE;
        entered = start;
        queued = 0;
        resolving = 0;
        connecting = 0;
        handshaking = 0;
        replying = 0;
    }

    /** The whole, in nanoseconds. */
    long nanos() {
        return limit;
    }

    /** Gives the next exchange of a batch the whole time, from this {@link System#nanoTime()} on. */
    void extend(long now) {
        end = now + limit;
    }

    /** Enters the phase of the reply at this {@link System#nanoTime()}, unless it is in it. */
    void sending(long now) {
        if (phase != Phase.REPLY) {
            enter(Phase.REPLY, now);
        }
    }

    /** Notes at this {@link System#nanoTime()} that a reply came. */
    void replied(long now) {
        replying += now - entered;
        entered = now;
    }

    /** The nanoseconds from the start to the last reply. */
    long timeToReply() {
        return entered - start;
    }

    void enter(Phase next) {
        enter(next, System.nanoTime());
    }

    /** Enters a phase at this {@link System#nanoTime()}. */
    void enter(Phase next, long now) {
        switch (phase) {
            case QUEUE -> queued += now - entered;
            case RESOLVE -> resolving += now - entered;
            case CONNECT -> connecting += now - entered;
            case HANDSHAKE -> handshaking += now - entered;
            case REPLY -> replying += now - entered;
        }
        phase = next;
        entered = now;
    }

    Phase phase() {
        return phase;
    }

    /** The {@link System#nanoTime()} at which it started. */
    long start() {
        return start;
    }

    /** The {@link System#nanoTime()} at which it ends. */
    long end() {
        return end;
    }

    /** Nanoseconds until the deadline; not positive once it has passed. */
    long left() {
        return end - System.nanoTime();
    }

    /** Nanoseconds until the deadline or this limit of the current phase, whichever comes first. */
    long left(Duration phaseLimit) {
        long now = System.nanoTime();
        return Math.min(end - now, entered + phaseLimit.toNanos() - now);
    }

    /** The limit that ends the current phase, if the phase has this one: "the connect timeout of 2 s", or the deadline. */
    String limit(Duration phaseLimit) {
        return entered + phaseLimit.toNanos() - end < 0 ? timeout(phaseLimit) : limit();
    }

    /** The limit that the current phase ran out of: the deadline if that has passed, else the phase's own. */
    String passed(Duration phaseLimit) {
        return hasPassed() ? limit() : timeout(phaseLimit);
    }

    /** The whole, for messages: "the deadline of 10 s". */
    String limit() {
        return "the deadline of " + text(Duration.ofNanos(limit));
    }

    private String timeout(Duration phaseLimit) {
        return "the " + (phase == Phase.RESOLVE ? "lookup" : phase) + " timeout of " + text(phaseLimit);
    }

    private static String text(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    boolean hasPassed() {
        return left() <= 0;
    }

    /**
     * For messages: "queue 3 ms, connect 12 ms, reply 500 ms". Phases that took no time at all are left out. It changes nothing,
     * so that any thread may ask: then the times may be those of a moment ago.
     */
    String breakdown() {
        Phase current = phase;
        long running = System.nanoTime() - entered;
        List<String> parts = new ArrayList<>();
        for (Phase each : Phase.values()) {
            long nanos = switch (each) {
                case QUEUE -> queued;
                case RESOLVE -> resolving;
                case CONNECT -> connecting;
                case HANDSHAKE -> handshaking;
                case REPLY -> replying;
            };
            long millis = Math.round((each == current ? nanos + running : nanos) / 1e6);
            if (millis > 0 || each == current) {
                parts.add(each + " " + millis + " ms");
            }
        }
        return String.join(", ", parts);
    }

    /** Nanoseconds as a socket's timeout in milliseconds: rounded up, since 0 would mean no limit. */
    static int toMillis(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (nanos + 999_999) / 1_000_000));
    }
}
