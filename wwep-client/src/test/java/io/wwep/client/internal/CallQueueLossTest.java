package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.delivery;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRequest;
import org.junit.jupiter.api.Test;

/** Which calls fail, and which are sent again, when the connection is lost. */
class CallQueueLossTest extends CallQueueFixture {

    @Test
    void aWriteInFlightFailsWithItsConnection() {
        Call victim = SampleCalls.of(write(1));
        Call other = SampleCalls.of(write(2));
        added(victim, other);
        sent();
        WwepException cause = lost();
        queue.settle(victim, cause, ended);

        assertThat(ended()).containsExactly(victim, other);
        assertThat(victim.failure()).isSameAs(cause);
        assertThat(other.failure())
                .isInstanceOf(WwepConnectionLostException.class)
                .hasCause(cause)
                .hasMessageContaining("before the reply to W0FAC020001 came");
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void aReadInFlightIsSentAgainOnce() {
        Call call = read(1);
        added(call);
        sent();
        queue.settle(call, lost(), ended);

        assertThat(ended()).isEmpty();
        assertThat(call.isRetried()).isTrue();
        assertThat(queue.inFlight()).isZero();
        assertThat(resent()).isEqualTo(1);
        assertThat(sent()).containsExactly("R0FAC01");
        queue.settle(call, lost(), ended);
        assertThat(ended()).containsExactly(call);
    }

    @Test
    void aRetryThatIsNotSentFailsWithTheFirstLoss() {
        Call call = read(1);
        added(call);
        sent();
        WwepException first = lost();
        queue.settle(call, first, ended);
        assertThat(call.failure()).isSameAs(first);
        queue.abandon(call, AbandonReason.OUT_OF_TIME, ended);

        assertThat(call.failure()).isSameAs(first);
    }

    @Test
    void aRetryThatIsNotSentMayHaveArrivedThoughTheLostRequestOfAnotherHadNotLeft() {
        Call other = read(1);
        Call interrupted = read(2);
        added(other, interrupted);
        sent();
        queue.takeBack(WwepRequest.Read.LENGTH);
        queue.settle(interrupted, new WwepInterruptedException("interrupted", null, Delivery.NOT_SENT), ended);
        queue.abandon(other, AbandonReason.INTERRUPTED, ended);

        assertThat(delivery(other)).isEqualTo(Delivery.UNKNOWN);
    }

    @Test
    void resentRequestsKeepTheirOrder() {
        added(read(1), read(2), read(3), read(4));
        sent();
        queue.settle(read(9), lost(), ended);

        assertThat(sent(10, 10, true)).containsExactly("R0FAC01", "R0FAC02", "R0FAC03", "R0FAC04");
        assertThat(resent()).isEqualTo(3);
    }

    @Test
    void nothingIsSentAgainAfterANewConnectionIsLost() {
        Call call = read(1);
        added(call);
        sent(1, 1, false);
        queue.settle(call, lost(), ended);

        assertThat(ended()).containsExactly(call);
    }

    @Test
    void theRestOfABatchThatFailsWithItsConnectionIsNotSent() {
        Call batch = SampleCalls.of(write(1), write(2));
        Call other = read(3);
        added(batch, other);
        sent(1, WINDOW, true);
        queue.settle(batch, lost(), ended);

        assertThat(ended()).containsExactly(batch);
        assertThat(queue.unsent()).isSameAs(other);
        assertThat(sent()).containsExactly("R0FAC03");
    }

    @Test
    void aWriteIsResentIfTheUserAllowsIt() {
        queue = new CallQueue(EngineSettings.with(true), events);
        Call call = SampleCalls.of(write(1));
        added(call);
        sent();
        queue.settle(call, lost(), ended);

        assertThat(ended()).isEmpty();
        assertThat(sent()).containsExactly("W0FAC010001");
    }

    @Test
    void aFailureOtherThanALossIsNotRepeated() {
        Call call = read(1);
        Call other = read(2);
        added(call, other);
        sent();
        WwepException refused = new WwepConnectException("refused", null, Phase.CONNECT);
        queue.settle(call, refused, ended);

        assertThat(ended()).containsExactly(call, other);
        assertThat(other.failure()).isInstanceOf(WwepConnectException.class);
    }

    @Test
    void anInterruptEndsItsOwnCallAloneAndTheOthersAreSentAgain() {
        Call victim = read(1);
        Call other = read(2);
        added(victim, other);
        sent();
        queue.settle(victim, new WwepInterruptedException("interrupted", null, Delivery.UNKNOWN), ended);

        assertThat(ended()).containsExactly(victim);
        assertThat(queued()).containsExactly(other);
        assertThat(other.isRetried()).isTrue();
    }

    @Test
    void callsThatWereNotSentOutliveTheConnection() {
        Call sent = SampleCalls.of(write(1));
        Call waiting = read(2);
        added(sent, waiting);
        sent(1, WINDOW, true);
        queue.settle(sent, lost(), ended);

        assertThat(ended()).containsExactly(sent);
        assertThat(queued()).containsExactly(waiting);
        assertThat(waiting.isRetried()).isFalse();
    }

    @Test
    void abandonedCallsAreRemovedWithTheConnection() {
        Call left = read(1);
        Call other = read(2);
        added(left, other);
        sent();
        queue.abandon(left, AbandonReason.OUT_OF_TIME, ended);
        ended();
        queue.settle(other, lost(), ended);

        assertThat(ended()).isEmpty();
        assertThat(queued()).containsExactly(other);
    }

    @Test
    void theCallsOfADesertedConnectionAreRemovedSilently() {
        Call left = read(1);
        added(left);
        sent();
        queue.abandon(left, AbandonReason.OUT_OF_TIME, ended);
        ended();
        queue.settle(read(9), null, ended);

        assertThat(ended()).isEmpty();
        assertThat(queued()).isEmpty();
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void losingTheConnectionEndsTheWaitForRawBytes() {
        Call raw = SampleCalls.of(WwepRequest.raw("hello"));
        added(raw, read(1));
        sent();
        queue.settle(raw, lost(), ended);

        assertThat(sent()).containsExactly("R0FAC01");
    }
}
