package io.wwep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.client.Session;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ThreadsContenderTest {

    @Test
    void thinkTimeIsNotLatency() throws Exception {
        Duration think = Duration.ofMillis(20);
        try (ThreadsContender team =
                new ThreadsContender("team", Collections.nCopies(2, new InstantSession()), think)) {
            Timing timing = team.run(8);
            assertThat(timing.operations()).isEqualTo(8);
            assertThat(timing.meanNanos()).isLessThan((double) think.toNanos() / 2);
            assertThat(Duration.ofNanos(timing.nanos())).isGreaterThan(think);
        }
    }

    /** Answers at once. */
    private static final class InstantSession implements Session {

        @Override
        public void exchange() {
            // The reply is immediate.
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
