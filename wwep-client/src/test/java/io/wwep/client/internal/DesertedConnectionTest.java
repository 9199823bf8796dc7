package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.LossCause;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection on which replies are due that no one waits for any more. */
class DesertedConnectionTest {

    private final LeaseHarness client = new LeaseHarness();
    private final Ended ended = new Ended();

    private Map<LossCause, Long> losses() {
        return client.calls.statistics(0, ConnectionBehavior.UNKNOWN).losses();
    }

    /** Returns a call whose request was sent, and whose reply no thread reads. */
    private Call sent(int register) throws Exception {
        Call call = read(register);
        assertThat(client.calls.submit(call, true)).isTrue();
        assertThat(client.sender.send(call, ended, System.nanoTime())).isTrue();
        assertThat(client.calls.endReading()).isTrue();
        return call;
    }

    @ParameterizedTest
    @CsvSource({"OUT_OF_TIME, TIMED_OUT", "INTERRUPTED, ABORTED"})
    void itIsLostForTheReasonOfTheLastCaller(AbandonReason why, LossCause cause) throws Exception {
        Call last = sent(1);
        assertThat(client.calls.abandon(last, why, ended)).isTrue();

        client.handover.closeIfDeserted(last);

        assertThat(losses()).isEqualTo(Map.of(cause, 1L));
        assertThat(client.events.all)
                .contains("closed: " + Objects.requireNonNull(last.failure()).getMessage());
        assertThat(client.calls.connection()).isNull();
    }

    /** Otherwise its writer would try again and again to send on it. */
    @Test
    void onceItIsGivenUpALaterCallDoesNotKeepIt() throws Exception {
        Call last = read(1);
        client.calls.submit(last, true);
        client.calls.fill(client.connection, new Batches(1), System.nanoTime(), true, true, ended);
        client.calls.abandon(last, AbandonReason.OUT_OF_TIME, ended);
        Loss deserted = new Loss(last, null);
        assertThat(client.calls.lose(client.connection, deserted, false, ended)).isEqualTo(Loss.Outcome.LEFT_TO_WRITER);
        Call later = read(2);
        client.calls.submit(later, true);

        assertThat(client.calls.lose(client.connection, deserted, true, ended)).isEqualTo(Loss.Outcome.SETTLED);

        assertThat(later.isDone()).isFalse();
        assertThat(client.calls.oldest()).isSameAs(later);
        assertThat(client.calls.connection()).isNull();
    }
}
