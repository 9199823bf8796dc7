package io.wwep.stress;

import io.wwep.client.ConnectionMode;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The settings of a run, derived from its seed. Rates are per thousand: of requests for the peer's actions, of calls
 * for the callers' actions.
 *
 * @param silence the rate at which the peer falls silent; if zero, the reply timeout is longer than any run
 * @param shortDeadlines whether deadlines are so short that many expire
 * @param smallReads whether the peer reads a few bytes at a time
 * @param closes whether the client is closed during the run
 * @param ownExecutor whether futures are completed on the caller's executor
 * @param socketFactory whether sockets come from a factory and so have no channel
 * @param virtualThreads whether half of the blocking callers are virtual threads, where available
 */
record Scenario(
        ConnectionMode mode,
        int maxInFlight,
        int breaks,
        int silence,
        int delays,
        int splits,
        boolean smallReads,
        boolean shortDeadlines,
        boolean interrupts,
        int cancels,
        int batches,
        boolean closes,
        boolean awaitReconnect,
        boolean ownExecutor,
        boolean socketFactory,
        boolean tls,
        boolean virtualThreads) {

    private static final boolean TLS_ONLY = Boolean.getBoolean("wwep.stress.tls");

    static Scenario of(SplittableRandom random) {
        ConnectionMode mode = switch (random.nextInt(8)) {
            case 0, 1 -> ConnectionMode.AUTO;
            case 2 -> ConnectionMode.ONE_SHOT;
            default -> ConnectionMode.PERSISTENT;
        };
        return new Scenario(
                mode,
                random.nextBoolean() ? 1024 : 1 + random.nextInt(8),
                new int[] {0, 3, 15, 60}[random.nextInt(4)],
                new int[] {0, 0, 3, 10}[random.nextInt(4)],
                new int[] {0, 5, 50}[random.nextInt(3)],
                new int[] {0, 50, 500}[random.nextInt(3)],
                random.nextInt(4) == 0,
                random.nextInt(6) == 0,
                random.nextBoolean(),
                new int[] {0, 100, 400}[random.nextInt(3)],
                new int[] {0, 100, 300}[random.nextInt(3)],
                random.nextInt(3) == 0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(8) == 0,
                random.nextInt(8) == 0 || TLS_ONLY,
                random.nextInt(4) == 0);
    }

    Duration replyTimeout() {
        return silence > 0 ? Duration.ofMillis(60) : Duration.ofSeconds(30);
    }

    Duration deadline() {
        return shortDeadlines ? Duration.ofMillis(20) : Duration.ofSeconds(60);
    }

    /** Returns how long callers start calls: an AUTO client waits up to 50 ms before its second exchange. */
    Duration duration() {
        return Duration.ofMillis(mode == ConnectionMode.AUTO ? 450 : 250);
    }

    /** Returns whether a call can time out. */
    boolean timesOut() {
        return silence > 0 || shortDeadlines;
    }

    /** Returns whether calls that are neither interrupted nor canceled must succeed until the client is closed. */
    boolean isCalm() {
        return breaks == 0 && !timesOut() && !interrupts;
    }
}
