package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs an outbox through random interleavings of accepted writes, direct writes, replies, refusals, losses, restarts, a
 * failing disk, changed endpoints and changes of the clock, and compares it with a simple model. {@code -Dwwep.outbox.seeds=100000} tries
 * more of them, {@code -Dwwep.outbox.seed=7} only one.
 */
class OutboxModelTest {

    private static final int SEEDS = Integer.getInteger("wwep.outbox.seeds", 3_000);
    private static final int STEPS = 120;

    static LongStream parts() {
        return LongStream.range(0, 4);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void noOlderValueReplacesANewerOneAndNoLastValueIsLost(long part) throws Exception {
        Long only = Long.getLong("wwep.outbox.seed");
        if (only != null) {
            run(only);
            return;
        }
        for (long seed = part; seed < SEEDS; seed += 4) {
            run(seed);
        }
    }

    private static void run(long seed) throws Exception {
        OutboxModel model = new OutboxModel(seed);
        try {
            for (int i = 0; i < STEPS; i++) {
                model.step();
            }
            model.finish();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + model.history(), e);
        }
    }

    @Test
    void allKindsOfEventsHappen() throws Exception {
        OutboxModel.Counts counts = new OutboxModel.Counts();
        for (long seed = 0; seed < 300; seed++) {
            OutboxModel model = new OutboxModel(seed);
            for (int i = 0; i < STEPS; i++) {
                model.step();
            }
            model.finish();
            counts.add(model.counts());
        }
        assertThat(counts.all())
                .allSatisfy((kind, count) -> assertThat(count).as(kind).isGreaterThan(20));
    }
}
