package io.wwep.examples.bridge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of what the broker or its other clients do, which they can do as often as they like: the first of a kind at once, then at
 * most one in 10 s, with the number of those left out. Thread-safe.
 */
final class LimitedLog {

    /** What can happen often. */
    enum Kind {
        RETAINED_COMMAND,
        UNKNOWN_TOPIC,
        TOO_MANY_COMMANDS,
        REFUSED_MESSAGE,
        LOST_RESULT
    }

    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.bridge");

    private static final class Tally {

        private final long end;
        private long more;

        private Tally(long end) {
            this.end = end;
        }
    }

    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);

    LimitedLog() {
        this(System::nanoTime);
    }

    /** Uses the given clock, in nanoseconds. */
    LimitedLog(LongSupplier clock) {
        this.clock = clock;
    }

    /** Warns, unless this kind was logged less than 10 s ago. */
    void warn(Kind kind, String text) {
        long suppressed;
        lock.lock();
        try {
            long now = clock.getAsLong();
            Tally tally = tallies.get(kind);
            if (tally != null && now - tally.end < 0) {
                tally.more++;
                return;
            }
            suppressed = tally == null ? 0 : tally.more;
            tallies.put(kind, new Tally(now + PERIOD_NANOS));
        } finally {
            lock.unlock();
        }
        if (suppressed == 0) {
            LOG.warn("{}", text);
        } else {
            LOG.warn("{} ({} more like it before this one)", text, suppressed);
        }
    }
}
