package io.wwep.benchmarks.measure;

/** What was measured of a contender, one figure for each repetition. */
public record Samples(String name, Figures nanosPerOperation, Figures meanNanos, Figures p99Nanos) {}
