package io.wwep.stress;

import io.wwep.client.ConnectionMode;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What a seed chooses for a whole run. Rates are in a thousand: of requests, for what the peer does; of calls, for what the
 * callers do.
 *
 * @param silence how often the peer falls silent; if never, the reply timeout is longer than any run may last
 * @param hurried whether deadlines are so short that many pass
 * @param smallReads whether the peer takes requests in by a few bytes at a time
 * @param closes whether the client is closed in the midst
 * @param ownExecutor whether futures are completed on an executor of the caller's
 * @param socketFactory whether sockets come from a factory, and so have no channel
 * @param virtualThreads whether half of the callers that wait are virtual threads, where there are any
 */
record Scenario(
        ConnectionMode mode,
        int maxInFlight,
        int breaks,
        int silence,
        int delays,
        int splits,
        boolean smallReads,
        boolean hurried,
        boolean interrupts,
        int cancels,
        int batches,
        boolean closes,
        boolean awaitReconnect,
        boolean ownExecutor,
        boolean socketFactory,
        boolean tls,
        boolean virtualThreads) {

    private static final boolean TLS_ALONE = Boolean.getBoolean("wwep.stress.tls");

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
                random.nextInt(8) == 0 || TLS_ALONE,
                random.nextInt(4) == 0);
    }

    Duration replyTimeout() {
        return silence > 0 ? Duration.ofMillis(60) : Duration.ofSeconds(30);
    }

    Duration deadline() {
        return hurried ? Duration.ofMillis(20) : Duration.ofSeconds(60);
    }

    /** How long callers go on to begin calls: an AUTO client waits up to 50 ms before its second exchange. */
    Duration duration() {
        return Duration.ofMillis(mode == ConnectionMode.AUTO ? 450 : 250);
    }

    /** Whether a call can time out. */
    boolean timesOut() {
        return silence > 0 || hurried;
    }

    /** Whether nothing can go wrong for who is not interrupted nor cancels, until the client is closed. */
    boolean isCalm() {
        return breaks == 0 && !timesOut() && !interrupts;
    }
}
