package io.wwep.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Interleaves the measurements of contenders: each runs once in each repetition, so that a temporary disturbance or a
 * change of the clock frequency affects all alike and does not look like a difference between them.
 */
public final class Interleaving {

    private final Effort effort;

    public Interleaving(Effort effort) {
        this.effort = effort;
    }

    /** Returns the samples of each contender, in order. */
    public List<Samples> measure(List<? extends Contender> contenders) throws Exception {
        int[] operations = new int[contenders.size()];
        for (int i = 0; i < operations.length; i++) {
            operations[i] = warmUp(contenders.get(i));
        }
        List<List<Timing>> timings = new ArrayList<>();
        contenders.forEach(contender -> timings.add(new ArrayList<>()));
        for (int repetition = 0; repetition < effort.repetitions(); repetition++) {
            for (int i : order(repetition, operations.length)) {
                timings.get(i).add(contenders.get(i).run(operations[i]));
            }
        }
        return IntStream.range(0, operations.length)
                .mapToObj(i -> samples(contenders.get(i).name(), timings.get(i)))
                .toList();
    }

    /**
     * Rotates the order with each repetition and reverses every second one, so that no contender always follows the
     * same one.
     */
    static List<Integer> order(int repetition, int count) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> (i + repetition) % count)
                .toList());
        if (repetition % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    /** Warms up a contender and returns the number of operations that fill the measured time. */
    private int warmUp(Contender contender) throws Exception {
        long end = System.nanoTime()
                + effort.longerWarmUp(contender.warmUpFactor()).warmUp().toNanos();
        int operations = 1;
        while (true) {
            Timing timing = contender.run(operations);
            double fitting = effort.measured().toNanos() / Math.max(1, timing.nanosPerOperation());
            int wanted = (int) Math.max(1, Math.min(effort.maxOperations(), fitting));
            if (System.nanoTime() >= end) {
                return effort.measured().isZero() ? effort.maxOperations() : wanted;
            }
            operations = Math.min(2 * operations, wanted);
        }
    }

    private static Samples samples(String name, List<Timing> timings) {
        return new Samples(
                name,
                new Figures(timings.stream().map(Timing::nanosPerOperation).toList()),
                new Figures(timings.stream().map(Timing::meanNanos).toList()),
                new Figures(timings.stream().map(Timing::p99Nanos).toList()));
    }
}
