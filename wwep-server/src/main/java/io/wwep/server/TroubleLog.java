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
 * Logs what peers do wrong, and what the server depends on: the first of a kind at once, and then for each period how many
 * more there were. So nobody fills a disk by doing it again and again. At DEBUG there is a line for each.
 *
 * <p>Safe for use by several threads at once.
 */
final class TroubleLog {

    static final long PERIOD_MILLIS = 10_000;

    /** In case a text depends on what peers send after all: kinds beyond this number are counted as one. */
    static final int MAX_KINDS = 32;

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");
    private static final String OTHERS = "is one of many kinds of trouble";

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

    TroubleLog() {
        this(System::nanoTime);
    }

    /** With another clock, in nanoseconds. */
    TroubleLog(LongSupplier clock) {
        this.clock = clock;
        // Once too many files are open, a class that was not used yet may be one that cannot be loaded.
        firstOfItsKind(Severity.INFO, OTHERS);
        tallies.clear();
    }

    /** Something that ends one connection as clients do now and then: who it is, what about it, and what is of this one alone. */
    void info(Object who, String what, String detail) {
        log(Severity.INFO, who, what, detail, null);
    }

    /** Something that somebody should look at. */
    void warn(Object who, String what, String detail) {
        log(Severity.WARN, who, what, detail, null);
    }

    /** Something that went wrong inside. */
    void warn(Object who, String what, Throwable cause) {
        log(Severity.WARN, who, what, ": " + cause, cause);
    }

    private void log(Severity severity, Object who, String what, String detail, @Nullable Throwable cause) {
        Kind kind = firstOfItsKind(severity, what);
        if (kind == null) {
            LOG.debug("{} {}{}", who, what, detail);
        } else if (severity == Severity.INFO) {
            LOG.info("{} {}{}", who, kind.text, detail);
        } else {
            LOG.warn("{} {}{}", who, kind.text, detail, cause);
        }
    }

    /** Null: it is not, and was counted. */
    private @Nullable Kind firstOfItsKind(Severity severity, String what) {
        lock.lock();
        try {
            Kind kind = new Kind(severity, what);
            Tally tally = tallies.get(kind);
            if (tally == null && tallies.size() >= MAX_KINDS) {
                kind = new Kind(severity, OTHERS);
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

    /** To be called at least once in each period: logs the counts of those that are over. */
    void logCounts() {
        logCounts(false);
    }

    /** Logs the counts of the periods that have begun. */
    void end() {
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
                // What was frequent may go on: its next one is not to be a line again.
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
