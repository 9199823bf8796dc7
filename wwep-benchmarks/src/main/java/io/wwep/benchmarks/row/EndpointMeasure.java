package io.wwep.benchmarks.row;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The measures of many endpoints in one process. */
enum EndpointMeasure {
    HEAP("idle: heap each", "%.1f KB", 1024, 6),
    DIRECT("idle: direct memory each", "%.1f KB", 1024, 0),
    RESIDENT("idle: resident memory each", "%.1f KB", 1024, 20),
    DESCRIPTORS("idle: descriptors each", "%.2f", 1, 1),
    THREADS("idle: additional threads in total", "%.0f", 1, 2),
    P50("polled once a second: lateness p50", "%.2f ms", 1_000_000),
    P99("polled once a second: lateness p99", "%.2f ms", 1_000_000),
    MAX("polled once a second: lateness max", "%.2f ms", 1_000_000, 100),
    CPU("polled once a second: CPU of a core", "%.1f %%", 0.01),
    OTHERS_P50("some silent: lateness of the others, p50", "%.2f ms", 1_000_000),
    OTHERS_P99("some silent: lateness of the others, p99", "%.2f ms", 1_000_000, 100),
    OTHERS_MAX("some silent: lateness of the others, max", "%.2f ms", 1_000_000),
    OTHERS_CPU("some silent: CPU of a core", "%.1f %%", 0.01);

    private static final String BEFORE = "figure ";

    private final String title;
    private final String format;
    private final double divisor;
    private final OptionalDouble max;

    EndpointMeasure(String title, String format, double divisor) {
        this(title, format, divisor, OptionalDouble.empty());
    }

    EndpointMeasure(String title, String format, double divisor, double max) {
        this(title, format, divisor, OptionalDouble.of(max));
    }

    EndpointMeasure(String title, String format, double divisor, OptionalDouble max) {
        this.title = title;
        this.format = format;
        this.divisor = divisor;
        this.max = max;
    }

    String title() {
        return title;
    }

    /** Formats a figure in bytes, nanoseconds, cores or pieces for the table. */
    String text(double figure) {
        return number(figure / divisor);
    }

    String goal() {
        return max.isPresent() ? "≤ " + number(max.getAsDouble()) : Line.NONE;
    }

    /** Judges the figure as the table shows it, so that the two never disagree. */
    String verdict(double figure) {
        if (max.isEmpty()) {
            return Line.NONE;
        }
        double shown = Double.parseDouble(text(figure).replaceAll(" .*", ""));
        return shown <= max.getAsDouble() ? "meets" : "short";
    }

    private String number(double figure) {
        // No minus before a zero.
        return String.format(Locale.ROOT, format, figure).replaceFirst("^-(?=[0.]+( |$))", "");
    }

    /** Returns a figure as a line of a process's output. */
    String print(double figure) {
        return BEFORE + name() + " " + figure;
    }

    /** Returns the measure of such a line; empty for any other line. */
    static Optional<EndpointMeasure> of(String printed) {
        return printed.startsWith(BEFORE) ? Optional.of(valueOf(printed.split(" ", -1)[1])) : Optional.empty();
    }

    /** Returns the figure of such a line. */
    static double figure(String printed) {
        return Double.parseDouble(printed.split(" ", -1)[2]);
    }
}
