package io.wwep.examples.lab.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often each address may do something within a time. Remembers the addresses that came last. Thread-safe. */
final class RateLimit {

    private static final int ADDRESSES = 10_000;

    private static final class Window {

        final long start;
        int count;

        Window(long start) {
            this.start = start;
        }
    }

    private final int times;
    private final long nanos;
    private final LongSupplier clock;

    @GuardedBy("windows")
    private final Map<InetAddress, Window> windows = new LinkedHashMap<>();

    /** Creates a limit; {@code clock} counts nanoseconds. */
    RateLimit(int times, Duration within, LongSupplier clock) {
        this.times = times;
        this.nanos = within.toNanos();
        this.clock = clock;
    }

    /** Counts one more time, and returns whether it is within the limit. */
    boolean allows(InetAddress address) {
        long now = clock.getAsLong();
        synchronized (windows) {
            Window window = windows.get(address);
            if (window == null || now - window.start >= nanos) {
                // Put last, so that the first address is the one whose window began first.
                windows.remove(address);
                window = new Window(now);
                windows.put(address, window);
                if (windows.size() > ADDRESSES) {
                    windows.remove(windows.keySet().iterator().next());
                }
            }
            if (window.count >= times) {
                return false;
            }
            window.count++;
            return true;
        }
    }

    /** Takes back one time that was allowed. */
    void giveBack(InetAddress address) {
        synchronized (windows) {
            Window window = windows.get(address);
            if (window != null && window.count > 0) {
                window.count--;
            }
        }
    }
}
