package io.wwep.benchmarks.gateway;

import io.wwep.benchmarks.measure.Measure;

/** The measures that a {@link WatchingProgram} prints. */
enum GatewayMeasure {
    HEAP("heap each", "%.1f KB", 1024, 16),
    DESCRIPTORS("descriptors each", "%.2f", 1, 1),
    THREADS("additional threads in total", "%.0f", 1, 4),
    MISSED("polls missed", "%.0f", 1, 0),
    STALE("watches that became stale", "%.0f", 1, 0),
    CPU("CPU of a core", "%.1f %%", 0.01),
    P99("lateness of a poll's end, p99", "%.2f ms", 1_000_000, 100),
    MAX("lateness of a poll's end, max", "%.2f ms", 1_000_000);

    @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
    private final Measure measure;

    GatewayMeasure(String title, String format, double divisor) {
        this.measure = Measure.of(title, format, divisor);
    }

    GatewayMeasure(String title, String format, double divisor, double max) {
        this.measure = Measure.of(title, format, divisor, max);
    }

    Measure measure() {
        return measure;
    }
}
