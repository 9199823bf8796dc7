package io.wwep.client.internal;

import static io.wwep.client.ConnectionBehavior.CLOSE_AFTER_REPLY;
import static io.wwep.client.ConnectionBehavior.KEEP_ALIVE;
import static io.wwep.client.ConnectionBehavior.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionBehavior;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnedBehaviorTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LearnedBehavior behavior = new LearnedBehavior(UNKNOWN);

    /** Close to an overflow of the clock. */
    private long now = Long.MAX_VALUE - MINUTE / 2;

    @Test
    void aServerThatClosesIsTestedAgainAfterAMinuteAndThenAfterTwiceAsLongEachTimeUpToAnHour() {
        behavior.noteClosed(now);
        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            later(minutes * MINUTE - 1);
            assertThat(behavior.current()).isEqualTo(CLOSE_AFTER_REPLY);
            later(1);
            assertThat(behavior.current()).isEqualTo(UNKNOWN);
            behavior.noteClosed(now);
        }
    }

    @Test
    void theLearnedBehaviorIsShownDuringATest() {
        behavior.noteClosed(now);
        later(MINUTE);
        assertThat(behavior.learned()).isEqualTo(CLOSE_AFTER_REPLY);
    }

    @Test
    void aServerThatTurnsOutToKeepConnectionsIsNoLongerTested() {
        behavior.noteClosed(now);
        later(MINUTE);
        assertThat(behavior.noteKept()).isTrue();
        later(100 * MINUTE);
        assertThat(behavior.current()).isEqualTo(KEEP_ALIVE);
        assertThat(behavior.learned()).isEqualTo(KEEP_ALIVE);
    }

    @Test
    void theIntervalRestartsIfTheServerKeptConnectionsMeanwhile() {
        behavior.noteClosed(now);
        later(MINUTE);
        behavior.noteClosed(now);
        later(2 * MINUTE);
        behavior.noteKept();
        behavior.noteClosed(now);
        behavior.noteClosed(now);
        assertThat(behavior.current()).isEqualTo(CLOSE_AFTER_REPLY);
        later(MINUTE);
        assertThat(behavior.current()).isEqualTo(UNKNOWN);
    }

    @Test
    void oneCloseOfAServerThatKeptConnectionsProvesNothing() {
        behavior.noteKept();
        assertThat(behavior.noteClosed(now)).isFalse();
        assertThat(behavior.current()).isEqualTo(UNKNOWN);
        assertThat(behavior.noteKept()).as("news").isFalse();
        assertThat(behavior.current()).isEqualTo(KEEP_ALIVE);
    }

    @Test
    void aConfirmedBehaviorIsNotNews() {
        assertThat(behavior.noteClosed(now)).isTrue();
        later(MINUTE);
        assertThat(behavior.noteClosed(now)).isFalse();
        assertThat(behavior.learned()).isEqualTo(CLOSE_AFTER_REPLY);
    }

    @Test
    void oneThreadMayLearnAfterAnother() throws Exception {
        behavior.noteClosed(now);
        later(MINUTE);
        behavior.noteKept();

        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> behavior.noteClosed(now));

        assertThat(closed.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(behavior.learned()).isEqualTo(UNKNOWN);
    }

    @Test
    void onlyAnUnknownBehaviorIsLearned() {
        assertThat(behavior.learns()).isTrue();
        assertThat(new LearnedBehavior(KEEP_ALIVE).learns()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void aConfiguredBehaviorIsNotChanged(ConnectionBehavior set) {
        LearnedBehavior fixed = new LearnedBehavior(set);
        assertThat(fixed.noteKept()).isFalse();
        assertThat(fixed.noteClosed(now)).isFalse();
        fixed.testAgainIfDue(now + 100 * MINUTE);
        assertThat(fixed.current()).isEqualTo(set);
        assertThat(fixed.learned()).isEqualTo(set);
    }

    private void later(long nanos) {
        now += nanos;
        behavior.testAgainIfDue(now);
    }
}
