package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepReply;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the silence before a connection's first request means. */
class SilenceTest {

    private static final long OPENED = System.nanoTime();
    private static final WwepReply ANSWER = WwepReply.refused("illegal command");

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
        Silence ended = silence(roundTrip);
        ended.end(after(millis));

        assertThat(ended.isAnsweredBy(ANSWER, after(1_000))).isEqualTo(!isShort);
    }

    @ParameterizedTest(name = "{0} ms after a handshake of {1} ms: {2}")
    @CsvSource({
        "0, 90, true",
        "8, 90, true",
        // The thread may have been held up in the handshake.
        "9, 90, false",
        "0, 200, false",
    })
    void itMayHaveBegunBeforeTheHandshake(long millis, long handshake, boolean isShort) {
        Silence silence = silence(1);
        silence.mayHaveBegunAt(after(-handshake));

        assertThat(silence.isShort(after(millis))).isEqualTo(isShort);
    }

    @ParameterizedTest(name = "{0} ms after a handshake of {1} ms: wait {2} ms")
    @CsvSource({
        "0, 200, 0",
        "98, 200, 0",
        // The answer may be on its way.
        "99, 200, 2",
        "101, 200, 0",
    })
    void itsAnswerIsNotAwaitedLongerAfterALongHandshake(long millis, long handshake, long wait) {
        Silence silence = silence(1);
        silence.mayHaveBegunAt(after(-handshake));

        assertThat(silence.untilAnswered(after(millis))).isEqualTo(TimeUnit.MILLISECONDS.toNanos(wait));
    }

    @Test
    void itsAnswerMayArriveWhileTheRequestIsBeingSent() {
        assertThat(silence(1).isAnsweredBy(ANSWER, after(97))).isFalse();
        assertThat(silence(1).isAnsweredBy(ANSWER, after(98))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"illegal command", "illegal message length (0)"})
    void theAnswersOfTheCourseServersAreKnown(String reason) {
        assertThat(silence(1).isAnsweredBy(WwepReply.refused(reason), after(1_000)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Not Found", "Database Full 401", "read only"})
    void aRefusalOfACompleteRequestIsNotAnAnswer(String reason) {
        assertThat(silence(1).isAnsweredBy(WwepReply.refused(reason), after(1_000)))
                .isFalse();
    }

    @Test
    void aReplyWithoutAReasonIsNotAnAnswer() {
        assertThat(silence(1).isAnsweredBy(WwepReply.refused(), after(1_000))).isFalse();
        assertThat(silence(1).isAnsweredBy(SampleCalls.replies(1)[0], after(1_000)))
                .isFalse();
    }
}
