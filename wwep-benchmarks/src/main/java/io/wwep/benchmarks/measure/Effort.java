package io.wwep.benchmarks.measure;

import java.time.Duration;

/**
 * The effort of a measurement.
 *
 * @param repetitions the number of measurements of each contender, interleaved
 * @param warmUp the time that each contender runs before it is measured
 * @param measured the time that each contender runs in each repetition
 * @param maxOperations the maximum number of operations in one run, whatever the time
 * @param processes the number of process starts to measure a cold start
 * @param polling the time that endpoints are polled
 */
public record Effort(
        int repetitions, Duration warmUp, Duration measured, int maxOperations, int processes, Duration polling) {

    /** For {@code --quick}: a whole run within 10 minutes, the build included. */
    public static final Effort QUICK =
            new Effort(5, Duration.ofMillis(300), Duration.ofMillis(100), 1_000_000, 10, Duration.ofSeconds(10));

    /** For published figures. */
    public static final Effort FULL =
            new Effort(7, Duration.ofSeconds(2), Duration.ofMillis(700), 10_000_000, 10, Duration.ofMinutes(1));

    /** Checks that everything runs; the figures are meaningless. */
    public static final Effort TRIAL = new Effort(1, Duration.ZERO, Duration.ZERO, 8, 1, Duration.ofSeconds(1));

    /** Multiplies the warm-up time: TLS compiles a lot of code on both sides. */
    public Effort longerWarmUp(int times) {
        return new Effort(repetitions, warmUp.multipliedBy(times), measured, maxOperations, processes, polling);
    }

    /** Returns the effort for contenders that are whole processes, which are never warm. */
    public Effort wholeProcesses() {
        return new Effort(processes, Duration.ZERO, Duration.ZERO, 1, 1, polling);
    }

    /** Multiplies the measured time: with a long round trip, few operations fit into the default. */
    public Effort longerMeasurement(int times) {
        return new Effort(repetitions, warmUp, measured.multipliedBy(times), maxOperations, processes, polling);
    }

    public Effort atMost(int operations) {
        return new Effort(repetitions, warmUp, measured, Math.min(maxOperations, operations), processes, polling);
    }
}
