package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wwep.check.LogCapture;
import io.wwep.client.ReconnectPolicy;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReconnectGateTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final WwepConnectException unreachable = new WwepConnectException("no route", null, Phase.CONNECT);

    @Test
    void theGateIsOpenUntilConnectingFails() {
        ReconnectGate gate = new ReconnectGate(failures -> Duration.ofHours(1));

        assertThat(gate.opensIn()).isZero();
        assertThatIllegalStateException().isThrownBy(gate::closed).withMessage("the gate is open");
    }

    @Test
    void afterAFailureItStaysClosedForAsLongAsThePolicySays() {
        ReconnectGate gate = new ReconnectGate(failures -> Duration.ofHours(1));
        long before = System.nanoTime();
        gate.failed(unreachable);

        assertThat(gate.opensIn())
                .isLessThanOrEqualTo(HOUR)
                .isGreaterThanOrEqualTo(HOUR - (System.nanoTime() - before));
        assertThat(gate.closed())
                .hasMessageMatching(
                        "no route \\(attempt 1, \\d{1,5} ms ago; the next is made in 3(600|59\\d)\\d{3} ms at"
                                + " the earliest\\)")
                .hasCause(unreachable);
        assertThat(gate.closed().phase()).isEqualTo(Phase.CONNECT);
    }

    @Test
    void aDelayThatHasPassedOpensIt() {
        ReconnectGate gate = new ReconnectGate(failures -> Duration.ZERO);
        gate.failed(unreachable);

        assertThat(gate.opensIn()).isNotPositive();
        assertThat(gate.closed()).hasMessageContaining("the next is made in 0 ms");
    }

    @Test
    void thePolicyLearnsHowManyAttemptsFailedInARow() {
        List<Integer> asked = new ArrayList<>();
        ReconnectGate gate = new ReconnectGate(failures -> {
            asked.add(failures);
            return Duration.ofHours(1);
        });
        gate.failed(unreachable);
        gate.failed(unreachable);
        assertThat(gate.closed()).hasMessageContaining("(attempt 2, ");
        gate.succeeded();
        assertThat(gate.opensIn()).isZero();
        gate.failed(unreachable);

        assertThat(asked).containsExactly(1, 2, 1);
    }

    @Test
    void theLongestDelayDoesNotOverflow() {
        ReconnectGate gate = new ReconnectGate(failures -> Duration.ofSeconds(Long.MAX_VALUE));
        gate.failed(unreachable);

        assertThat(gate.opensIn()).isGreaterThan(TimeUnit.DAYS.toNanos(365));
    }

    @Test
    void withoutAPolicyItNeverCloses() {
        ReconnectGate gate = new ReconnectGate(null);
        gate.failed(unreachable);

        assertThat(gate.opensIn()).isZero();
    }

    @Test
    void aPolicyThatFailsLeavesItOpen() {
        ReconnectPolicy broken = failures -> {
            throw new IllegalArgumentException("broken");
        };
        for (ReconnectPolicy policy : List.of(broken, failures -> Duration.ofNanos(-1))) {
            WwepConnectException failure = new WwepConnectException("no route", null, Phase.CONNECT);
            ReconnectGate gate = new ReconnectGate(policy);
            try (LogCapture log = new LogCapture("io.wwep.client")) {
                gate.failed(failure);

                assertThat(log.warnings()).singleElement().asString().contains("reconnect policy");
            }
            assertThat(gate.opensIn()).isNotPositive();
            assertThat(failure.getSuppressed()).hasSize(1);
        }
    }

    /** A policy of an hour, whose longest delay changes. */
    private static final class Shrinking implements ReconnectPolicy {

        private Supplier<Duration> longest = () -> Duration.ofHours(2);

        @Override
        public Duration delayAfter(int failures) {
            return Duration.ofHours(1);
        }

        @Override
        public Duration longestDelay() {
            return longest.get();
        }
    }

    @Test
    void aDelayThatHasBegunIsShortenedWithTheLongestDelay() {
        Shrinking policy = new Shrinking();
        ReconnectGate gate = new ReconnectGate(policy);
        gate.failed(unreachable);
        gate.askLongest();
        assertThat(gate.opensIn()).isPositive().isLessThanOrEqualTo(HOUR);

        policy.longest = () -> Duration.ofMinutes(1);
        gate.askLongest();
        assertThat(gate.opensIn()).isPositive().isLessThanOrEqualTo(TimeUnit.MINUTES.toNanos(1));
        policy.longest = () -> Duration.ZERO;
        gate.askLongest();
        assertThat(gate.opensIn()).isNotPositive();
    }

    @Test
    void theLongestDelayIsAskedForOnlyDuringADelayAndShortensOnlyThat() {
        Shrinking policy = new Shrinking();
        ReconnectGate gate = new ReconnectGate(policy);
        policy.longest = () -> {
            throw new AssertionError("there is no delay");
        };
        gate.askLongest();
        gate.failed(unreachable);
        policy.longest = () -> Duration.ZERO;
        gate.askLongest();
        assertThat(gate.opensIn()).isNotPositive();

        gate.failed(unreachable);

        assertThat(gate.opensIn()).isPositive();
    }

    @Test
    void aLongestDelayThatFailsHasNoEffectButOneWarning() {
        Shrinking policy = new Shrinking();
        ReconnectGate gate = new ReconnectGate(policy);
        gate.failed(unreachable);

        policy.longest = () -> {
            throw new IllegalArgumentException("broken");
        };

        try (LogCapture log = new LogCapture("io.wwep.client")) {
            for (int i = 0; i < 2; i++) {
                gate.askLongest();
                assertThat(gate.opensIn()).isPositive().isGreaterThan(HOUR / 2);
            }
            assertThat(log.warnings()).singleElement().asString().contains("longest delay");
        }
    }
}
