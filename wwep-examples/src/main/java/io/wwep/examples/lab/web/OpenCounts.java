package io.wwep.examples.lab.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Limits how many of something are open, in all and for each owner. This machine's own address has no limit but that for all. Thread-safe. */
final class OpenCounts<K> {

    private final int inAll;
    private final int each;

    @GuardedBy("counts")
    private final Map<K, Integer> counts = new HashMap<>();

    @GuardedBy("counts")
    private int open;

    OpenCounts(int inAll, int each) {
        this.inAll = inAll;
        this.each = each;
    }

    /** Counts one more, unless there are too many. */
    boolean add(K owner) {
        boolean isExempt = owner instanceof InetAddress address && address.isLoopbackAddress();
        synchronized (counts) {
            if (open >= inAll || (!isExempt && counts.getOrDefault(owner, 0) >= each)) {
                return false;
            }
            open++;
            counts.merge(owner, 1, Integer::sum);
            return true;
        }
    }

    /** Counts one less, of those that were added. */
    void remove(K owner) {
        synchronized (counts) {
            open--;
            counts.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
