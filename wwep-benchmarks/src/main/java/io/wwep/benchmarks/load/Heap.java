package io.wwep.benchmarks.load;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;

/** Measures the heap of this process. */
public final class Heap {

    private static final int COLLECTIONS = 3;
    private static final long PAUSE_MILLIS = 100;

    private Heap() {}

    /**
     * Returns the bytes in use after garbage collection, including cleaners' objects. Excludes later allocations, since
     * a thread that allocates anything reserves more than a megabyte.
     */
    public static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                MemoryUsage collected = pool.getCollectionUsage(); // null if the collector does not report it
                used += (collected == null ? pool.getUsage() : collected).getUsed();
            }
        }
        return used;
    }
}
