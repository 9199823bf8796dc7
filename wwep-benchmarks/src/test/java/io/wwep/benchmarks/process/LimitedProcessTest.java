package io.wwep.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimitedProcessTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aProcessThatHangsIsKilledWithThoseThatItHasStarted() throws Exception {
        ProcessBuilder hangs = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; wait");
        try (LimitedProcess process = LimitedProcess.start(hangs, Duration.ofSeconds(3))) {
            ProcessHandle started = ProcessHandle.of(
                            Long.parseLong(process.output().readLine()))
                    .orElseThrow();

            assertThat(process.output().readLine()).isNull();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(process::waitFor)
                    .withMessage("a process was still running after 3 s, so it was killed");
            started.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void aProcessWithinItsLimitKeepsItsOutputAndItsExitCode() throws Exception {
        ProcessBuilder fails = new ProcessBuilder("sh", "-c", "echo done; exit 3");
        try (LimitedProcess process = LimitedProcess.start(fails, LONG)) {
            assertThat(process.output().readLine()).isEqualTo("done");
            assertThat(process.waitFor()).isEqualTo(3);
        }
    }

    @Test
    void aProcessEndsWithItsUse() throws Exception {
        ProcessHandle started;
        try (LimitedProcess process =
                LimitedProcess.start(new ProcessBuilder("sh", "-c", "echo $$; exec sleep 600"), LONG)) {
            started = ProcessHandle.of(Long.parseLong(process.output().readLine()))
                    .orElseThrow();
        }
        started.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
}
