package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandRateTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
    private final CommandRate rate = new CommandRate(now::get);

    private long accepted(int commands) {
        return IntStream.range(0, commands).filter(i -> rate.tryAcquire()).count();
    }

    @Test
    void aBurstIsLimited() {
        assertThat(accepted(1_000)).isEqualTo(CommandRate.BURST);
    }

    @Test
    void afterABurstOnlyTheRateIsAccepted() {
        accepted(1_000);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(accepted(1_000)).isEqualTo(CommandRate.PER_SECOND);
    }

    @Test
    void afterAPauseAWholeBurstIsAcceptedAgain() {
        accepted(1_000);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(accepted(1_000)).isEqualTo(CommandRate.BURST);
    }
}
