package io.wwep.stress;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs many callers on one client against a peer that does everything a server and a network may do, reproducibly by seed.
 *
 * <p>{@code -Dwwep.stress.seeds=1000} runs the given number of seeds, {@code -Dwwep.stress.seed=7} runs only this seed,
 * and {@code -Dwwep.stress.tls=true} runs all of them over TLS. {@code -Dwwep.stress.crowds=20} runs the given number of
 * crowds, of 200 clients each, that share the event loop; {@code -Dwwep.stress.crowd=7} runs only this crowd.
 */
class StressTest {

    private static final int SEEDS = 50;
    private static final int CROWDS = 2;
    private static final int PROGRESS_AFTER = 100;
    private static final OutcomeCounts TALLY = new OutcomeCounts();

    @ParameterizedTest(name = "seed {0}", allowZeroInvocations = true)
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

    @ParameterizedTest(name = "crowd {0}", allowZeroInvocations = true)
    @MethodSource("crowds")
    void everyCallOfTwoHundredClientsThatShareTheLoopEndsSoToo(long crowd) throws Exception {
        try {
            SharedLoopCrowd.by(crowd, TALLY);
        } catch (Throwable e) {
            System.out.println(
                    "Crowd " + crowd + " failed; to run it alone: mvn -B -o -pl wwep-client test -Dtest=StressTest"
                            + " -Dwwep.stress.crowd=" + crowd);
            throw e;
        }
    }

    static LongStream seeds() {
        return numbers("wwep.stress.seed", "wwep.stress.crowd", SEEDS);
    }

    static LongStream crowds() {
        return numbers("wwep.stress.crowd", "wwep.stress.seed", CROWDS);
    }

    /** Returns the numbers of one kind; none if one of the other kind is to run alone. */
    private static LongStream numbers(String kind, String otherKind, int usual) {
        Long alone = Long.getLong(kind);
        if (alone != null) {
            return LongStream.of(alone);
        }
        return LongStream.range(0, Long.getLong(otherKind) != null ? 0 : Integer.getInteger(kind + "s", usual));
    }

    @AfterAll
    static void printTheCounts() {
        System.out.println("stress: " + TALLY);
    }
}
