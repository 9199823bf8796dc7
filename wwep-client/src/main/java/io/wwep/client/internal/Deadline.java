package io.wwep.client.internal;

import io.wwep.protocol.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of one exchange: measures how much time is left, and how long each phase took. Can be reused for the next
 * one.
 *
 * <p>Changed by one thread at a time. Any thread may call {@link #breakdown}. The call's own thread may check at any time how
 * much is left, but must check again under the lock before it acts on that.
 */
final class Deadline {

    private long limit;
    private long start;
    private long end;
    private long entered;

    /** Null while it is in its first phase, the queue. */
    private @Nullable Progress progress;

    /**
     * The current phase, and the nanoseconds spent in each phase until the current one began. Immutable: another thread may read it
     * at any time.
     */
    private static final class Progress {

        /** From the queue, the call went straight to the reply phase: {@link #entered} shows how long it was queued. */
        static final Progress SENT = new Progress(Phase.REPLY, 0, 0, 0, 0, 0);

        private final Phase phase;
        private final long queued;
        private final long resolving;
        private final long connecting;
        private final long handshaking;
        private final long replying;

        Progress(Phase phase, long queued, long resolving, long connecting, long handshaking, long replying) {
            this.phase = phase;
            this.queued = queued;
            this.resolving = resolving;
            this.connecting = connecting;
            this.handshaking = handshaking;
            this.replying = replying;
        }

        /** Returns the progress in the next phase, after this many nanoseconds in the current one. */
        Progress enter(Phase next, long spent) {
            return new Progress(
                    next,
                    after(Phase.QUEUE, spent),
                    after(Phase.RESOLVE, spent),
                    after(Phase.CONNECT, spent),
                    after(Phase.HANDSHAKE, spent),
                    after(Phase.REPLY, spent));
        }

        private long after(Phase each, long spent) {
            return nanos(each) + (each == phase ? spent : 0);
        }

        long nanos(Phase each) {
            return switch (each) {
                case QUEUE -> queued;
                case RESOLVE -> resolving;
                case CONNECT -> connecting;
                case HANDSHAKE -> handshaking;
                case REPLY -> replying;
            };
        }
    }

    /** Starts now, in the phase {@code QUEUE}. */
    Deadline(Duration limit) {
        restart(limit);
    }

    /** Restarts now, in the phase {@code QUEUE}, with this limit. */
    void restart(Duration newLimit) {
        limit = newLimit.toNanos();
        start = System.nanoTime();
        end = start + limit;
        entered = start;
        progress = null;
    }

    /** Returns the whole limit, in nanoseconds. */
    long nanos() {
        return limit;
    }

    /** Restarts for the next reply of a batch, at this {@link System#nanoTime()}. */
    void extend(long now) {
        end = now + limit;
    }

    /** Enters the reply phase at this {@link System#nanoTime()}, unless that is the current phase. */
    void sending(long now) {
        if (phase() != Phase.REPLY) {
            enter(Phase.REPLY, now);
        }
    }

    /**
     * Records that a reply came at this {@link System#nanoTime()}.
     *
     * @param last whether it is the last one: then the phase's time is not recorded, which saves an object
     */
    void replied(long now, boolean last) {
        if (!last) {
            proceed(Phase.REPLY, now);
        }
        entered = now;
    }

    /** Returns the nanoseconds from the start to the last reply. */
    long timeToReply() {
        return entered - start;
    }

    void enter(Phase next) {
        enter(next, System.nanoTime());
    }

    /** Enters a phase at this {@link System#nanoTime()}. */
    void enter(Phase next, long now) {
        if (progress == null && next == Phase.REPLY) {
            progress = Progress.SENT;
        } else {
            proceed(next, now);
        }
        entered = now;
    }

    private void proceed(Phase next, long now) {
        Progress known = progress;
        if (known == null || known == Progress.SENT) {
            known = new Progress(phase(), entered - start, 0, 0, 0, 0);
        }
        progress = known.enter(next, now - entered);
    }

    Phase phase() {
        Progress known = progress;
        return known == null ? Phase.QUEUE : known.phase;
    }

    /** Returns the {@link System#nanoTime()} at which it started. */
    long start() {
        return start;
    }

    /** Returns the {@link System#nanoTime()} at which it ends. */
    long end() {
        return end;
    }

    /** Returns the nanoseconds until the deadline; not positive once it has passed. */
    long left() {
        return end - System.nanoTime();
    }

    /** Returns the nanoseconds until the deadline or this limit of the current phase, whichever comes first. */
    long left(Duration phaseLimit) {
        long now = System.nanoTime();
        return Math.min(end - now, entered + phaseLimit.toNanos() - now);
    }

    /**
     * Returns the limit that ends the current phase, for messages: the phase's own, which is given here ("the connect timeout of
     * 2 s"), or the deadline.
     */
    String limit(Duration phaseLimit) {
        return entered + phaseLimit.toNanos() - end < 0 ? timeout(phase(), phaseLimit) : limit();
    }

    /** Returns the limit that the current phase has exceeded: the deadline if that has passed, otherwise the phase's own. */
    String passed(Duration phaseLimit) {
        return passed(phase(), phaseLimit);
    }

    /** As {@link #passed(Duration)}, for what counts as part of another phase. */
    String passed(Phase of, Duration phaseLimit) {
        return hasPassed() ? limit() : timeout(of, phaseLimit);
    }

    /** Returns the whole limit for messages: "the deadline of 10 s". */
    String limit() {
        return "the deadline of " + text(Duration.ofNanos(limit));
    }

    private static String timeout(Phase of, Duration phaseLimit) {
        return "the " + (of == Phase.RESOLVE ? "lookup" : of) + " timeout of " + text(phaseLimit);
    }

    private static String text(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    boolean hasPassed() {
        return left() <= 0;
    }

    /**
     * Returns the time of each phase for messages: "queue 3 ms, connect 12 ms, reply 500 ms". Phases that took no time are left
     * out. Changes nothing, so any thread may call it; the times it sees may be slightly old.
     */
    String breakdown() {
        Progress known = progress;
        Phase current = known == null ? Phase.QUEUE : known.phase;
        long since = entered;
        long running = System.nanoTime() - since;
        List<String> parts = new ArrayList<>();
        for (Phase each : Phase.values()) {
            long nanos = known != null && known != Progress.SENT
                    ? known.nanos(each)
                    : each == Phase.QUEUE ? since - start : 0;
            long millis = Math.round((each == current ? nanos + running : nanos) / 1e6);
            if (millis > 0 || each == current) {
                parts.add(each + " " + millis + " ms");
            }
        }
        return String.join(", ", parts);
    }

    /** Converts nanoseconds to a socket's timeout in milliseconds; rounds up, since 0 would mean no limit. */
    static int toMillis(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (nanos + 999_999) / 1_000_000));
    }
}
