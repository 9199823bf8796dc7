package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the silence before a connection's first request means. */
class SilenceTest {

    private static final long OPENED = System.nanoTime();

    private static Silence silence(long roundTripMillis) {
        return new Silence(OPENED, TimeUnit.MILLISECONDS.toNanos(roundTripMillis));
    }

    private static long after(long millis) {
        return OPENED + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @ParameterizedTest(name = "{0} ms after opening, which took {1} ms: {2}")
    @CsvSource({
        "0, 1, true",
        "97, 1, true",
        "98, 1, false",
        "0, 49, true",
        // The thread may have been held up while it connected.
        "0, 50, false",
        "0, 150, false",
    })
    void itIsShortIfARequestArrivesBeforeTheAnswer(long millis, long roundTrip, boolean isShort) {
        assertThat(silence(roundTrip).isShort(after(millis))).isEqualTo(isShort);
    }

    @ParameterizedTest(name = "first request {0} ms after opening, which took {1} ms: {2}")
    @CsvSource({"98, 1, false", "99, 1, true", "0, 99, false", "0, 100, true"})
    void aRefusalMayBeItsAnswerIfTheRequestWasSentLate(long millis, long roundTrip, boolean answered) {
        Silence silence = silence(roundTrip);
        silence.end(after(millis));

        assertThat(silence.mayBeAnswered(after(1_000))).isEqualTo(answered);
    }

    @Test
    void aRefusalMayArriveWhileTheRequestIsBeingSent() {
        assertThat(silence(1).mayBeAnswered(after(98))).isFalse();
        assertThat(silence(1).mayBeAnswered(after(99))).isTrue();
    }

    @Test
    void aServerThatDidNotAnswerItIsTrusted() {
        Silence silence = silence(1);
        silence.noteQuiet(after(101));

        assertThat(silence.mayBeAnswered(after(1_000))).isFalse();
    }

    @Test
    void aServerThatMayStillAnswerItIsNotTrusted() {
        Silence silence = silence(1);
        silence.noteQuiet(after(100));

        assertThat(silence.mayBeAnswered(after(1_000))).isTrue();
    }
}
