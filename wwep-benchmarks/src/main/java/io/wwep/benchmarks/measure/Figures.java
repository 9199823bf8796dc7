package io.wwep.benchmarks.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** One figure for each repetition, in order; at least one. */
public record Figures(List<Double> values) {

    /** Checks that there is at least one. */
    public Figures {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no figures: there must be at least one repetition");
        }
        values = List.copyOf(values);
    }

    /** Returns the median; of an even number, the mean of the middle two. */
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
     * Returns the quotients of each repetition's figures. Both sides of a repetition ran at nearly the same time, so a
     * longer disturbance of the machine affects both.
     */
    public Figures over(Figures other) {
        return combined(other, (mine, theirs) -> mine / theirs);
    }

    /** Returns the differences of each repetition's figures. */
    public Figures minus(Figures other) {
        return combined(other, (mine, theirs) -> mine - theirs);
    }

    /** Returns a percentile; {@code part} is 0 to 1. */
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
