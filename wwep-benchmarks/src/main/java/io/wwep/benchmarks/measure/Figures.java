package io.wwep.benchmarks.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** One figure for each repetition, in the order they were measured; at least one. */
public record Figures(List<Double> values) {

    /** Checks that there is at least one. */
    public Figures {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no figures: there must be at least one repetition");
        }
        values = List.copyOf(values);
    }

    /** The middle one, or the mean of the two in the middle. */
    public double median() {
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public double min() {
        return sorted()[0];
    }

    public double max() {
        return sorted()[values.size() - 1];
    }

    /**
     * The quotients of the figures of each repetition. A ratio is taken within a repetition, whose sides ran at nearly the
     * same time, so that what disturbs the machine for longer than that disturbs both.
     */
    public Figures over(Figures other) {
        return combined(other, (mine, theirs) -> mine / theirs);
    }

    /** The differences of the figures of each repetition. */
    public Figures minus(Figures other) {
        return combined(other, (mine, theirs) -> mine - theirs);
    }

    /** The value that this part of all values stays within. */
    public static double percentile(long[] values, double part) {
        if (values.length == 0) {
            return Double.NaN;
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }

    private Figures combined(Figures other, DoubleBinaryOperator operator) {
        if (values.size() != other.values.size()) {
            throw new IllegalArgumentException("figures of " + values.size() + " and of " + other.values.size()
                    + " repetitions cannot be compared");
        }
        return new Figures(IntStream.range(0, values.size())
                .mapToObj(i -> operator.applyAsDouble(values.get(i), other.values.get(i)))
                .toList());
    }

    private double[] sorted() {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
