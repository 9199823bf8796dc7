package io.wwep.benchmarks.load;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** The heap of this process. */
public final class Heap {

    private static final int COLLECTIONS = 3;
    private static final long PAUSE_MILLIS = 100;

    private Heap() {}

    /** The bytes in use once the garbage is collected; what is to be cleaned up before it is garbage too. */
    public static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
