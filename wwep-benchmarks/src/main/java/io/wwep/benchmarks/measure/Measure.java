package io.wwep.benchmarks.measure;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a figure measures, how it is shown, and its goal.
 *
 * @param title names the figure in a table
 * @param format for {@link String#format}, with the unit
 * @param divisor turns bytes, nanoseconds, cores or pieces into the unit
 * @param max the goal in the unit: no more than this; empty for none
 */
public record Measure(String title, String format, double divisor, OptionalDouble max) {

    /** Stands for a cell with nothing in it. */
    public static final String NONE = "–";

    /** Creates a measure without a goal. */
    public static Measure of(String title, String format, double divisor) {
        return new Measure(title, format, divisor, OptionalDouble.empty());
    }

    /** Creates a measure whose figures should be at most {@code max}. */
    public static Measure of(String title, String format, double divisor, double max) {
        return new Measure(title, format, divisor, OptionalDouble.of(max));
    }

    /** Formats a figure in bytes, nanoseconds, cores or pieces for the table. */
    public String text(double figure) {
        return number(figure / divisor);
    }

    /** Returns the goal as text, or {@link #NONE}. */
    public String goal() {
        return max.isPresent() ? "≤ " + number(max.getAsDouble()) : NONE;
    }

    /** Judges the figure as the table shows it, so that the two never disagree. */
    public String verdict(double figure) {
        if (max.isEmpty()) {
            return NONE;
        }
        double shown = Double.parseDouble(text(figure).replaceAll(" .*", ""));
        return shown <= max.getAsDouble() ? "meets" : "short";
    }

    private String number(double figure) {
        // No minus before a zero.
        return String.format(Locale.ROOT, format, figure).replaceFirst("^-(?=[0.]+( |$))", "");
    }
}
