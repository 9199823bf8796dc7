package io.wwep.benchmarks.measure;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a figure measures, its format, and its goal.
 *
 * @param title the figure's name in a table
 * @param format for {@link String#format}, with the unit
 * @param divisor converts bytes, nanoseconds, cores or counts to the unit
 * @param max the goal: the largest acceptable figure, in the unit; empty for none
 */
public record Measure(String title, String format, double divisor, OptionalDouble max) {

    /** An empty cell. */
    public static final String NONE = "–";

    /** Creates a measure without a goal. */
    public static Measure of(String title, String format, double divisor) {
        return new Measure(title, format, divisor, OptionalDouble.empty());
    }

    /** Creates a measure whose figures should be at most {@code max}. */
    public static Measure of(String title, String format, double divisor, double max) {
        return new Measure(title, format, divisor, OptionalDouble.of(max));
    }

    /** Formats a figure in bytes, nanoseconds, cores or counts for the table. */
    public String text(double figure) {
        return number(figure / divisor);
    }

    /** Returns the goal as text, or {@link #NONE}. */
    public String goal() {
        return max.isPresent() ? "≤ " + number(max.getAsDouble()) : NONE;
    }

    /** Compares the rounded figure with the goal, so that the verdict matches the table. */
    public String verdict(double figure) {
        if (max.isEmpty()) {
            return NONE;
        }
        double shown = Double.parseDouble(text(figure).replaceAll(" .*", ""));
        return shown <= max.getAsDouble() ? "meets" : "short";
    }

    private String number(double figure) {
        // No minus sign before a zero.
        return String.format(Locale.ROOT, format, figure).replaceFirst("^-(?=[0.]+( |$))", "");
    }
}
