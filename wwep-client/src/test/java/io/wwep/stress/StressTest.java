package io.wwep.stress;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs many callers on one client against a peer that does everything a server and a network may do, reproducibly by seed.
 *
 * <p>{@code -Dwwep.stress.seeds=1000} runs the given number of seeds, {@code -Dwwep.stress.seed=7} runs only this seed,
 * and {@code -Dwwep.stress.tls=true} runs all of them over TLS.
 */
class StressTest {

    private static final int SEEDS = 50;
    private static final int PROGRESS_AFTER = 100;
    private static final OutcomeCounts TALLY = new OutcomeCounts();

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyCallEndsWithItsOwnReplyOrATruthfulException(long seed) throws Exception {
        try {
            StressRun.by(seed, TALLY);
        } catch (Throwable e) {
            System.out.println(
                    "Seed " + seed + " failed; to run it alone: mvn -B -o -pl wwep-client test -Dtest=StressTest"
                            + " -Dwwep.stress.seed=" + seed);
            throw e;
        }
        if (TALLY.seeds() % PROGRESS_AFTER == 0) {
            System.out.println("so far " + TALLY);
        }
    }

    static LongStream seeds() {
        Long one = Long.getLong("wwep.stress.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Integer.getInteger("wwep.stress.seeds", SEEDS));
    }

    @AfterAll
    static void printTheCounts() {
        System.out.println("stress: " + TALLY);
    }
}
