package io.wwep.benchmarks.measure;

/** The measurements of a contender, one figure for each repetition. */
public record Samples(String name, Figures nanosPerOperation, Figures meanNanos, Figures p99Nanos) {}
