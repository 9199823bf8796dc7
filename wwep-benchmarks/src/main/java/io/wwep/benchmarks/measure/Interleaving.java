package io.wwep.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures contenders in turns: each runs once in each repetition. What disturbs the machine for a while, or moves its
 * clock frequency, then disturbs all alike; one after the other, it would be taken for a difference between them.
 */
public final class Interleaving {

    private final Effort effort;

    public Interleaving(Effort effort) {
        this.effort = effort;
    }

    /** The samples of each, in the order of the contenders. */
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

    /** Begins with another one each time, and every other time goes backwards: nobody always runs behind the same one. */
    static List<Integer> order(int repetition, int count) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> (i + repetition) % count)
                .toList());
        if (repetition % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    /** Runs a contender until it is warm, and tells how many operations fill the time of a measurement. */
    private int warmUp(Contender contender) throws Exception {
        long end = System.nanoTime()
                + effort.warmer(contender.warmUpTimes()).warmUp().toNanos();
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
