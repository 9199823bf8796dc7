package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {

    private final LogCapture captured = new LogCapture("io.wwep.server");
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final RateLimitedLog log = new RateLimitedLog(now::get);

    @AfterEach
    void endCapture() {
        captured.close();
    }

    @Test
    void theFirstProblemIsLoggedAtOnceAndTheOthersAsACountPerPeriod() {
        for (int i = 1; i <= 4; i++) {
            log.warn("peer " + i, "was refused", "");
        }
        log.logCounts();
        assertThat(lines()).containsExactly("WARN peer 1 was refused");

        periodPasses();
        log.logCounts();
        assertThat(lines()).containsExactly("WARN peer 1 was refused", "WARN 3 more like it: ... was refused");
    }

    @Test
    void aContinuingProblemIsOneLinePerPeriodAndAReturningOneIsLoggedAtOnce() {
        log.info("peer 1", "was lost", "");
        log.info("peer 2", "was lost", "");
        periodPasses();
        log.logCounts();
        log.info("peer 3", "was lost", "");
        periodPasses();
        log.logCounts();
        periodPasses();
        log.logCounts();
        log.info("peer 4", "was lost", "");

        assertThat(lines())
                .containsExactly(
                        "INFO peer 1 was lost",
                        "INFO 1 more like it: ... was lost",
                        "INFO 1 more like it: ... was lost",
                        "INFO peer 4 was lost");
    }

    @Test
    void problemsOfDifferentKindsAreLoggedSeparately() {
        log.warn("peer 1", "was refused", "");
        log.warn("peer 1", "spoke TLS", "");
        log.info("peer 1", "was refused", "");

        assertThat(lines())
                .containsExactly("WARN peer 1 was refused", "WARN peer 1 spoke TLS", "INFO peer 1 was refused");
    }

    @Test
    void theNumberOfKindsIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            log.warn("peer", "sent " + i, "");
        }
        log.flush();

        assertThat(lines()).hasSize(RateLimitedLog.MAX_KINDS + 2);
        assertThat(LoggedProblems.count(lines())).isEqualTo(10_000);
    }

    @Test
    void flushLogsPendingCounts() {
        log.warn("peer 1", "was refused", "");
        log.warn("peer 2", "was refused", "");
        log.flush();
        log.flush();

        assertThat(lines()).containsExactly("WARN peer 1 was refused", "WARN 1 more like it: ... was refused");
    }

    @Test
    void atDebugEveryProblemIsLogged() {
        log.warn("peer 1", "was refused", "");
        log.warn("peer 2", "was refused", "");

        assertThat(captured.lines()).containsExactly("WARN peer 1 was refused", "DEBUG peer 2 was refused");
    }

    @Test
    void aStackTraceIsLoggedOnce() {
        log.warn("a request", "failed", new IOException("on purpose"));
        log.warn("a request", "failed", new IOException("on purpose"));

        assertThat(captured.traced()).containsExactly("a request failed: java.io.IOException: on purpose");
    }

    @Test
    void aDetailDoesNotMakeANewKind() {
        log.warn("peer 1", "sent garbage", " (1)");
        log.warn("peer 2", "sent garbage", " (2)");
        log.flush();

        assertThat(lines()).containsExactly("WARN peer 1 sent garbage (1)", "WARN 1 more like it: ... sent garbage");
    }

    private void periodPasses() {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(RateLimitedLog.PERIOD_MILLIS));
    }

    private List<String> lines() {
        return captured.lines().stream()
                .filter(line -> !line.startsWith("DEBUG"))
                .toList();
    }
}
