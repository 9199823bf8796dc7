package io.wwep.server;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs problems of peers and of the store: the first of a kind at once, then one count per period, so that repeated
 * problems cannot fill the disk. At DEBUG, each problem is logged.
 *
 * <p>Safe for use by several threads at once.
 */
final class RateLimitedLog {

    static final long PERIOD_MILLIS = 10_000;

    /** Bounds memory if a text depends on input: kinds beyond this number are counted as one. */
    static final int MAX_KINDS = 32;

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");
    private static final String OVERFLOW = "had one of too many kinds of problem to list";

    private enum Severity {
        INFO,
        WARN
    }

    private record Kind(Severity severity, String text) {}

    private static final class Tally {

        private final long end;
        private long more;

        private Tally(long end) {
            this.end = end;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Kind, Tally> tallies = new HashMap<>();
    private final LongSupplier clock;

    RateLimitedLog() {
        this(System::nanoTime);
    }

    /** Uses the given clock, in nanoseconds. */
    RateLimitedLog(LongSupplier clock) {
        this.clock = clock;
        // Loads all classes now: once too many files are open, class loading fails.
        startTally(Severity.INFO, OVERFLOW);
        tallies.clear();
    }

    /**
     * Logs a routine problem, such as a lost connection.
     *
     * @param what the kind of problem, which must not depend on input
     * @param detail what differs from one occurrence to the next
     */
    void info(Object subject, String what, String detail) {
        log(Severity.INFO, subject, what, detail, null);
    }

    /** Logs a problem that needs attention. */
    void warn(Object subject, String what, String detail) {
        log(Severity.WARN, subject, what, detail, null);
    }

    /** Logs an internal failure. */
    void warn(Object subject, String what, Throwable cause) {
        log(Severity.WARN, subject, what, ": " + cause, cause);
    }

    private void log(Severity severity, Object subject, String what, String detail, @Nullable Throwable cause) {
        Kind kind = startTally(severity, what);
        if (kind == null) {
            LOG.debug("{} {}{}", subject, what, detail);
        } else if (severity == Severity.INFO) {
            LOG.info("{} {}{}", subject, kind.text, detail);
        } else {
            LOG.warn("{} {}{}", subject, kind.text, detail, cause);
        }
    }

    /** Returns the kind if it is new in this period. Otherwise counts it and returns null. */
    private @Nullable Kind startTally(Severity severity, String what) {
        lock.lock();
        try {
            Kind kind = new Kind(severity, what);
            Tally tally = tallies.get(kind);
            if (tally == null && tallies.size() >= MAX_KINDS) {
                kind = new Kind(severity, OVERFLOW);
                tally = tallies.get(kind);
            }
            if (tally == null) {
                tallies.put(kind, new Tally(clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS)));
                return kind;
            }
            tally.more++;
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Logs the counts of periods that have ended. Must be called at least once per period. */
    void logCounts() {
        logCounts(false);
    }

    /** Logs all counts, including those of periods that have not ended. */
    void flush() {
        logCounts(true);
    }

    private void logCounts(boolean all) {
        Map<Kind, Long> counts = new HashMap<>();
        lock.lock();
        try {
            long now = clock.getAsLong();
            for (Iterator<Map.Entry<Kind, Tally>> rest = tallies.entrySet().iterator(); rest.hasNext(); ) {
                Map.Entry<Kind, Tally> next = rest.next();
                if (all || now - next.getValue().end >= 0) {
                    rest.remove();
                    if (next.getValue().more > 0) {
                        counts.put(next.getKey(), next.getValue().more);
                    }
                }
            }
            if (!all) {
                // A frequent problem is likely to continue, so its next occurrence must not be logged at once.
                long end = now + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
                counts.keySet().forEach(kind -> tallies.put(kind, new Tally(end)));
            }
        } finally {
            lock.unlock();
        }
        counts.forEach((kind, count) -> {
            if (kind.severity == Severity.INFO) {
                LOG.info("{} more like it: ... {}", count, kind.text);
            } else {
                LOG.warn("{} more like it: ... {}", count, kind.text);
            }
        });
    }
}
