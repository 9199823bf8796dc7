package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourseTimingTest {

    @ParameterizedTest(name = "after {0} ms of silence, {1} ms from the server: wait {2} ms")
    @CsvSource({
        "0, 10, 0",
        "85, 10, 0",
        // The answer to the idle connection may be on its way.
        "95, 10, 15",
        "105, 10, 5",
        "115, 10, 0",
        // It would have arrived.
        "5000, 10, 0",
        // A long measured round trip does not delay a fresh connection.
        "0, 2000, 0",
        "60, 2000, 90",
    })
    void aRequestDoesNotCrossTheAnswerToAnIdleConnection(long silent, long roundTrip, long wait) {
        assertThat(CourseTiming.untilSilenceIsAnswered(nanos(silent), nanos(roundTrip)))
                .isEqualTo(nanos(wait));
    }

    @ParameterizedTest(name = "{0} ms after the reply: wait {1} ms")
    @CsvSource({"0, 50", "5, 45", "50, 0", "60, 0"})
    void aWriteWaitsForTheCloseThatMayFollowAReply(long since, long wait) {
        assertThat(CourseTiming.untilCloseIsSeen(nanos(since))).isEqualTo(nanos(wait));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
