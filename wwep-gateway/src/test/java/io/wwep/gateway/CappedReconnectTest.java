package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ReconnectPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The longest pause between attempts to connect. */
class CappedReconnectTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void withoutWatchesThePolicyDecides() {
        assertThat(capped(failures -> TEN_SECONDS).delayAfter(1)).isEqualTo(TEN_SECONDS);
    }

    @Test
    void aPauseIsAtMostTheShortestInterval() {
        CappedReconnect capped = capped(failures -> TEN_SECONDS);
        capped.shortestInterval(Duration.ofSeconds(5).toNanos());
        assertThat(capped.delayAfter(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(capped(failures -> Duration.ofMillis(failures)).delayAfter(7))
                .isEqualTo(Duration.ofMillis(7));

        capped.shortestInterval(Duration.ofHours(1).toNanos());
        assertThat(capped.delayAfter(1)).isEqualTo(TEN_SECONDS);

        capped.shortestInterval(Long.MAX_VALUE);
        assertThat(capped.delayAfter(1)).isEqualTo(TEN_SECONDS);
    }

    @Test
    void aPauseIsNotCappedBelowTwoSeconds() {
        CappedReconnect capped = capped(failures -> TEN_SECONDS);
        capped.shortestInterval(Duration.ofMillis(10).toNanos());

        assertThat(capped.delayAfter(1)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @SuppressWarnings("NullAway") // what a wrong policy does; the client reports it
    void aPolicyThatReturnsNullIsLeftToTheClient() {
        assertThat(capped(failures -> null).delayAfter(1)).isNull();
    }

    private static CappedReconnect capped(ReconnectPolicy policy) {
        return new CappedReconnect("plant", policy);
    }
}
