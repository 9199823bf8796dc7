package io.wwep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterleavingTest {

    private final List<String> turns = new ArrayList<>();

    @Test
    void everyContenderRunsOnceInEachRepetition() throws Exception {
        List<Samples> samples = new Interleaving(repetitions(3)).measure(List.of(counted("ours"), counted("raw")));

        // One run each to warm up, then the repetitions.
        assertThat(turns).startsWith("ours", "raw").hasSize(2 + 3 * 2);
        assertThat(turns.subList(2, 4)).containsExactlyInAnyOrder("ours", "raw");
        assertThat(turns.subList(4, 6)).containsExactlyInAnyOrder("ours", "raw");
        assertThat(turns.subList(6, 8)).containsExactlyInAnyOrder("ours", "raw");
        assertThat(samples).extracting(Samples::name).containsExactly("ours", "raw");
        assertThat(samples.get(0).nanosPerOperation().values()).hasSize(3).containsOnly(7.0);
    }

    @Test
    void noContenderAlwaysRunsFirst() {
        assertThat(Interleaving.order(0, 3)).containsExactly(0, 1, 2);
        assertThat(Interleaving.order(1, 3)).containsExactly(0, 2, 1);
        assertThat(Interleaving.order(2, 3)).containsExactly(2, 0, 1);
        assertThat(Interleaving.order(3, 3)).containsExactly(2, 1, 0);
    }

    @Test
    void aContenderThatWarmsUpSlowlyGetsMoreTime() throws Exception {
        Effort effort = new Effort(1, Duration.ofMillis(2), Duration.ZERO, 1, 1, Duration.ZERO);
        long started = System.nanoTime();
        new Interleaving(effort).measure(List.of(new CountingContender("slow to warm up") {
            @Override
            public int warmUpFactor() {
                return 10;
            }
        }));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void aContenderFillsTheMeasuredTime() throws Exception {
        List<Integer> asked = new ArrayList<>();
        Contender oneMicrosecond = new CountingContender("ours") {
            @Override
            public Timing run(int operations) {
                asked.add(operations);
                return Timing.together(1_000L * operations, operations);
            }
        };
        Effort millisecond = new Effort(1, Duration.ZERO, Duration.ofMillis(1), 1_000_000, 1, Duration.ZERO);

        new Interleaving(millisecond).measure(List.of(oneMicrosecond));
        assertThat(asked).containsExactly(1, 1_000);

        asked.clear();
        new Interleaving(millisecond.atMost(20)).measure(List.of(oneMicrosecond));
        assertThat(asked).containsExactly(1, 20);
    }

    private static Effort repetitions(int count) {
        return new Effort(count, Duration.ZERO, Duration.ZERO, 1, 1, Duration.ZERO);
    }

    private Contender counted(String name) {
        return new CountingContender(name);
    }

    private class CountingContender implements Contender {

        private final String name;

        CountingContender(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Timing run(int operations) {
            turns.add(name);
            return Timing.together(7L * operations, operations);
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
