package io.wwep.benchmarks.measure;

import java.time.Duration;

/**
 * How much work is put into a measurement.
 *
 * @param repetitions how often every contender is measured, in turns
 * @param warmUp how long each contender runs before anything is measured
 * @param measured how long each contender runs in each repetition
 * @param maxOperations the most operations in one go, whatever the time
 * @param processes how often a whole process is started to measure its start
 * @param polling how long many endpoints are polled
 */
public record Effort(
        int repetitions, Duration warmUp, Duration measured, int maxOperations, int processes, Duration polling) {

    /** For {@code --quick}: a whole run within 10 minutes, the build included. */
    public static final Effort QUICK =
            new Effort(5, Duration.ofMillis(300), Duration.ofMillis(100), 1_000_000, 10, Duration.ofSeconds(10));

    /** For figures to be quoted. */
    public static final Effort FULL =
            new Effort(7, Duration.ofSeconds(2), Duration.ofMillis(700), 10_000_000, 10, Duration.ofMinutes(1));

    /** To see that everything runs; the figures mean nothing. */
    public static final Effort TRIAL = new Effort(1, Duration.ZERO, Duration.ZERO, 8, 1, Duration.ofSeconds(1));

    /** With so many times the time to warm up: TLS is a lot of code to compile, on both sides. */
    public Effort warmer(int times) {
        return new Effort(repetitions, warmUp.multipliedBy(times), measured, maxOperations, processes, polling);
    }

    /** For contenders that are whole processes: each is started so often, and none of them is ever warm. */
    public Effort wholeProcesses() {
        return new Effort(processes, Duration.ZERO, Duration.ZERO, 1, 1, polling);
    }

    /** With so many times the time of a measurement: behind a long way, little fits into the usual one. */
    public Effort longer(int times) {
        return new Effort(repetitions, warmUp, measured.multipliedBy(times), maxOperations, processes, polling);
    }

    public Effort atMost(int operations) {
        return new Effort(repetitions, warmUp, measured, Math.min(maxOperations, operations), processes, polling);
    }
}
