package io.wwep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.client.Session;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class TeamContenderTest {

    @Test
    void theTimeThatACallerThinksIsNotItsLatency() throws Exception {
        Duration think = Duration.ofMillis(20);
        try (TeamContender team = new TeamContender("team", Collections.nCopies(2, new Instant()), think)) {
            Timing timing = team.run(8);
            assertThat(timing.operations()).isEqualTo(8);
            assertThat(timing.meanNanos()).isLessThan((double) think.toNanos() / 2);
            assertThat(Duration.ofNanos(timing.nanos())).isGreaterThan(think);
        }
    }

    /** Takes no time. */
    private static final class Instant implements Session {

        @Override
        public void exchange() {
            // The reply is there.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
