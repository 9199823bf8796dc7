package io.wwep.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a store's failures: a store that is gone fails on every request, which must not fill the log. */
final class StoreFailures {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");
    private static final long PERIOD_SECONDS = 10;

    private final AtomicLong unsaid = new AtomicLong();
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** Logs a failure, if none was in the last seconds. */
    void log(Object what, Exception e) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + TimeUnit.SECONDS.toNanos(PERIOD_SECONDS))) {
            unsaid.incrementAndGet();
            return;
        }
        long before = unsaid.getAndSet(0);
        LOG.warn(
                "the store failed on {}, which is refused{}: {}",
                what,
                before == 0 ? "" : ", after " + before + " more failures that were not logged",
                e,
                e);
    }
}
