package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectPolicyTest {

    private static final Timing TIMING = Timing.DEFAULT;
    private static final Loss UNEXPLAINED = new Loss("closed", false, true);
    private static final Loss REFUSED = new Loss("refused", false, false);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final ReconnectPolicy policy = new ReconnectPolicy(
            new BrokerSettings(
                    new TestConfig(1883, WwepClient.create("127.0.0.1"), Path.of("."))
                            .build()
                            .mqtt(),
                    TIMING),
            TIMING);

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(policy.after(REFUSED, false, SHORT).pause())
                .isBetween(Duration.ofMillis(800), Duration.ofMillis(1200));
        assertThat(policy.after(REFUSED, false, SHORT).pause())
                .isBetween(Duration.ofMillis(1600), Duration.ofMillis(2400));
        for (int i = 0; i < 100; i++) {
            assertThat(policy.after(REFUSED, false, SHORT).pause())
                    .isBetween(Duration.ofMillis(2400), Duration.ofSeconds(72));
        }
    }

    @Test
    void aConnectionThatLastedEndsTheDoubling() {
        policy.after(REFUSED, false, SHORT);
        policy.after(REFUSED, false, SHORT);
        assertThat(policy.after(UNEXPLAINED, true, TIMING.stable()).pause()).isLessThan(Duration.ofMillis(1300));
    }

    @Test
    void threeShortConnectionsInARowAreSuspicious() {
        assertThat(policy.after(UNEXPLAINED, true, SHORT).alarm()).isEmpty();
        assertThat(policy.after(UNEXPLAINED, true, SHORT).alarm()).isEmpty();
        ReconnectPolicy.Next third = policy.after(UNEXPLAINED, true, SHORT);
        assertThat(third.alarm()).isPresent();
        assertThat(third.pause()).isEqualTo(TIMING.truce());
    }

    @Test
    void aFailedAttemptInBetweenIsNotSuspicious() {
        policy.after(UNEXPLAINED, true, SHORT);
        policy.after(UNEXPLAINED, true, SHORT);
        policy.after(REFUSED, false, SHORT);
        assertThat(policy.after(UNEXPLAINED, true, SHORT).alarm()).isEmpty();
    }

    @Test
    void aReportedTakeoverIsEnough() {
        assertThat(policy.after(new Loss("taken over", true, false), true, SHORT)
                        .pause())
                .isEqualTo(TIMING.truce());
    }
}
