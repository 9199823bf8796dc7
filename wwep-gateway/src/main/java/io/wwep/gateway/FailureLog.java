package io.wwep.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failures of user code: at most one every 10 s, with the number suppressed in between. Thread-safe. */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.gateway");
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private boolean hasLogged;

    @GuardedBy("lock")
    private long next;

    @GuardedBy("lock")
    private long suppressed;

    void failed(String what, Throwable cause) {
        long more;
        lock.lock();
        try {
            long now = System.nanoTime();
            if (hasLogged && now - next < 0) {
                suppressed++;
                return;
            }
            hasLogged = true;
            next = now + PERIOD;
            more = suppressed;
            suppressed = 0;
        } finally {
            lock.unlock();
        }
        if (more == 0) {
            LOG.warn("{}", what, cause);
        } else {
            LOG.warn("{} ({} more failures since the last one that was logged)", what, more, cause);
        }
    }
}
