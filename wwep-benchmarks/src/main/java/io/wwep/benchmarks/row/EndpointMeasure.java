package io.wwep.benchmarks.row;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is measured of many endpoints in one process. */
enum EndpointMeasure {
    HEAP("idle: heap each", "%.1f KB", 1024, 6),
    DIRECT("idle: direct memory each", "%.1f KB", 1024, 0),
    RESIDENT("idle: resident memory each", "%.1f KB", 1024, 20),
    DESCRIPTORS("idle: descriptors each", "%.2f", 1, 1),
    THREADS("idle: threads more in all", "%.0f", 1, 2),
    P50("polled once a second: lateness p50", "%.2f ms", 1_000_000),
    P99("polled once a second: lateness p99", "%.2f ms", 1_000_000),
    MOST("polled once a second: lateness max", "%.2f ms", 1_000_000, 100),
    CPU("polled once a second: CPU of a core", "%.1f %%", 0.01),
    OTHERS_P50("some silent: lateness of the others, p50", "%.2f ms", 1_000_000),
    OTHERS_P99("some silent: lateness of the others, p99", "%.2f ms", 1_000_000, 100),
    OTHERS_MOST("some silent: lateness of the others, max", "%.2f ms", 1_000_000),
    OTHERS_CPU("some silent: CPU of a core", "%.1f %%", 0.01);

    private static final String BEFORE = "figure ";

    private final String title;
    private final String format;
    private final double divisor;
    private final OptionalDouble most;

    EndpointMeasure(String title, String format, double divisor) {
        this(title, format, divisor, OptionalDouble.empty());
    }

    EndpointMeasure(String title, String format, double divisor, double most) {
        this(title, format, divisor, OptionalDouble.of(most));
    }

    EndpointMeasure(String title, String format, double divisor, OptionalDouble most) {
        this.title = title;
        this.format = format;
        this.divisor = divisor;
        this.most = most;
    }

    String title() {
        return title;
    }

    /** A figure in bytes, nanoseconds, cores or pieces, as the table has it. */
    String text(double figure) {
        return number(figure / divisor);
    }

    String goal() {
        return most.isPresent() ? "≤ " + number(most.getAsDouble()) : Line.NONE;
    }

    /** By the figure as the table shows it, so that the two never disagree. */
    String verdict(double figure) {
        if (most.isEmpty()) {
            return Line.NONE;
        }
        double shown = Double.parseDouble(text(figure).replaceAll(" .*", ""));
        return shown <= most.getAsDouble() ? "meets" : "short";
    }

    private String number(double figure) {
        // No minus before a zero.
        return String.format(Locale.ROOT, format, figure).replaceFirst("^-(?=[0.]+( |$))", "");
    }

    /** A figure as a line of what a process prints. */
    String print(double figure) {
        return BEFORE + name() + " " + figure;
    }

    /** The measure of such a line; empty for any other line. */
    static Optional<EndpointMeasure> of(String printed) {
        return printed.startsWith(BEFORE) ? Optional.of(valueOf(printed.split(" ", -1)[1])) : Optional.empty();
    }

    /** The figure of such a line. */
    static double figure(String printed) {
        return Double.parseDouble(printed.split(" ", -1)[2]);
    }
}
