package io.wwep.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessContenderTest {

    @Test
    void aColdStartThatHangsFails() throws IOException {
        try (ProcessContender silent = started("exec sleep 600", Duration.ofSeconds(1))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> silent.run(1))
                    .withMessage("sh got no reply after a cold start: a process was still running after 1 s, so it was"
                            + " killed");
        }
    }

    @Test
    void aProcessThatDoesNotEndAfterItsReplyFails() throws IOException {
        try (ProcessContender lingering = started("echo reply; exec sleep 600", Duration.ofSeconds(1))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> lingering.run(1))
                    .withMessageContaining("still running after 1 s");
        }
    }

    @Test
    void anotherLineThanTheReplyFails() throws IOException {
        try (ProcessContender broken = started("echo error; exit 3", Duration.ofSeconds(60))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> broken.run(1))
                    .withMessage("sh got no reply after a cold start: it printed error and ended with exit code 3");
        }
    }

    @Test
    void aColdStartTakesUntilTheReply() throws Exception {
        try (ProcessContender quick = started("echo reply", Duration.ofSeconds(60))) {
            assertThat(quick.run(1).operations()).isEqualTo(1);
        }
    }

    private static ProcessContender started(String script, Duration limit) throws IOException {
        return new ProcessContender("sh", List.of("sh", "-c", script), "reply", limit);
    }
}
