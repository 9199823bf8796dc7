package io.wwep.benchmarks.lab;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** A percentile of times. */
final class Percentile {

    private Percentile() {}

    /** Returns the time in ms that this part of the times does not exceed. */
    static double millis(List<Long> nanos, double part) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int index = (int) Math.ceil(part * sorted.size()) - 1;
        return (double) sorted.get(Math.max(0, index)) / TimeUnit.MILLISECONDS.toNanos(1);
    }
}
