package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Measure;

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

    @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
    private final Measure measure;

    EndpointMeasure(String title, String format, double divisor) {
        this.measure = Measure.of(title, format, divisor);
    }

    EndpointMeasure(String title, String format, double divisor, double max) {
        this.measure = Measure.of(title, format, divisor, max);
    }

    Measure measure() {
        return measure;
    }
}
