package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.delivery;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which requests are sent together, and which are to be sent again because they never left. */
class CallQueueSendingTest extends CallQueueFixture {

    @Test
    void requestsLeaveInTheOrderOfTheirCalls() {
        added(read(1), read(2), read(3));

        assertThat(sent()).containsExactly("R0FAC01", "R0FAC02", "R0FAC03");
        assertThat(queue.inFlight()).isEqualTo(3);
        assertThat(queue.unsent()).isNull();
        assertThat(queue.queued()).isZero();
    }

    @Test
    void noMoreAreInFlightThanTheWindowAllows() {
        added(read(1), read(2, 3, 4));

        assertThat(sent()).containsExactly("R0FAC01", "R0FAC02", "R0FAC03");
        assertThat(queue.canSend(WINDOW)).isFalse();
        assertThat(queue.canSend(WINDOW + 1)).isTrue();
        assertThat(queue.queued()).isEqualTo(1);
        assertThat(sent()).isEmpty();
    }

    @Test
    void noMoreAreSentAtOnceThanTheBatchHasRoomFor() {
        Call call = read(1, 2, 3);
        added(call);

        assertThat(sent(2, WINDOW, true)).containsExactly("R0FAC01", "R0FAC02");
        assertThat(queue.unsent()).isSameAs(call);
        assertThat(sent(2, WINDOW, true)).containsExactly("R0FAC03");
    }

    @Test
    void aLoneRequestNeedsNoLargerArray() {
        added(read(1));
        Batches batches = new Batches(10);

        assertThat(queue.fill(batches, WINDOW, now, true, ended)).isEqualTo(1);
        assertThat(batches.requests()).hasSize(1);
    }

    @Test
    void aBatchMayBeFilledWithPartOfALaterCall() {
        added(read(1), read(2, 3, 4));

        assertThat(sent(2, 10, true)).containsExactly("R0FAC01", "R0FAC02");
    }

    @Test
    void repliesMakeRoomForMore() {
        added(read(1, 2), read(3, 4));
        sent();
        answer(1);

        assertThat(sent()).containsExactly("R0FAC04");
    }

    @Test
    void oneRequestMayBeSentEvenIfTheWindowIsClosed() {
        added(read(1), read(2));

        assertThat(sent(10, 0, true)).containsExactly("R0FAC01");
        assertThat(sent(10, 0, true)).isEmpty();
    }

    @Test
    void rawBytesAreSentAlone() {
        WwepRequest raw = WwepRequest.raw("hello");
        added(read(1), SampleCalls.of(raw), read(2));

        assertThat(sent()).containsExactly("R0FAC01");
        assertThat(queue.canSend(WINDOW)).isFalse();
        answer(1);
        assertThat(sent()).containsExactly(raw.toString());
        assertThat(queue.canSend(WINDOW)).isFalse();
        queue.answer(new WwepReply[] {WwepReply.refused()}, 1, now, ended);
        assertThat(sent()).containsExactly("R0FAC02");
    }

    @Test
    void nothingCanBeSentIfNothingIsQueued() {
        assertThat(queue.canSend(WINDOW)).isFalse();
        assertThat(queue.queued()).isZero();
        assertThat(sent()).isEmpty();
    }

    @Test
    void waitingCallsAreCountedByTheirRequests() {
        added(read(1, 2), read(3));

        assertThat(queue.queued()).isEqualTo(3);
    }

    @Test
    void aCallWhoseDeadlineHasPassedIsNotSent() {
        Call late = new Call(WwepRequest.read(1, 1), Duration.ZERO);
        Call other = read(2);
        added(late, other);

        Batches batches = new Batches(2);
        assertThat(queue.fill(batches, WINDOW, late.deadline().end(), true, ended))
                .isEqualTo(1);
        assertThat(batches.requests()[0]).hasToString("R0FAC02");
        assertThat(ended()).containsExactly(late);
        assertThat(late.failure()).isInstanceOf(WwepTimeoutException.class);
        assertThat(delivery(late)).isEqualTo(Delivery.NOT_SENT);
        assertThat(queued()).containsExactly(other);
    }

    @Test
    void aCallIsSentUpToTheLastNanosecondOfItsDeadline() {
        Call call = read(1);
        added(call);

        assertThat(queue.fill(new Batches(1), 1, call.deadline().end() - 1, true, ended))
                .isEqualTo(1);
    }

    @Test
    void aCallIsNotSentAtTheEndOfItsDeadline() {
        Call call = read(1);
        added(call);

        assertThat(queue.fill(new Batches(1), 1, call.deadline().end(), true, ended))
                .isZero();
        assertThat(ended()).containsExactly(call);
    }

    @Test
    void sendingBeginsThePhaseOfTheReply() {
        Call call = read(1);
        added(call);
        sent();

        assertThat(call.deadline().phase()).isEqualTo(Phase.REPLY);
    }

    @Test
    void anUnsentRequestIsTakenBackAndResentEvenIfItIsAWrite() {
        Call call = SampleCalls.of(write(1));
        added(call);
        sent();
        queue.takeBack(WwepRequest.Write.LENGTH);

        assertThat(queue.inFlight()).isZero();
        assertThat(call.isInFlight()).isFalse();
        queue.settle(call, lost(), ended);
        assertThat(ended()).isEmpty();
        assertThat(call.failure()).isNull();
        assertThat(resent()).isZero();
        assertThat(sent()).containsExactly("W0FAC010001");
    }

    @Test
    void aPartlySentRequestIsNotTakenBack() {
        Call call = SampleCalls.of(write(1));
        added(call);
        sent();
        queue.takeBack(WwepRequest.Write.LENGTH - 1);

        assertThat(queue.inFlight()).isEqualTo(1);
        assertThat(queue.unsent()).isNull();
    }

    @Test
    void theLastRequestsAreTakenBackAcrossCalls() {
        Call first = SampleCalls.of(write(1));
        Call batch = read(2, 3);
        Call waiting = read(4);
        added(first, batch, waiting);
        sent();
        queue.takeBack(2 * WwepRequest.Read.LENGTH + 1);

        assertThat(queue.inFlight()).isEqualTo(1);
        assertThat(queue.unsent()).isSameAs(batch);
        assertThat(first.isInFlight()).isTrue();
        queue.settle(first, lost(), ended);
        assertThat(ended()).containsExactly(first);
        assertThat(sent()).containsExactly("R0FAC02", "R0FAC03", "R0FAC04");
    }

    @Test
    void theLastRequestsOfAHalfSentBatchAreTakenBack() {
        Call batch = read(1, 2, 3);
        added(batch);
        sent(2, WINDOW, true);
        queue.takeBack(WwepRequest.Read.LENGTH);

        assertThat(queue.inFlight()).isEqualTo(1);
        assertThat(sent()).containsExactly("R0FAC02", "R0FAC03");
    }

    @Test
    void aCallWhoseRequestsAreAllTakenBackIsQueued() {
        Call first = read(1);
        Call second = read(2);
        added(first, second);
        sent();
        queue.takeBack(2 * WwepRequest.Read.LENGTH);

        assertThat(first.state()).isEqualTo(Call.State.TAKEN_BACK);
        assertThat(queue.unsent()).isSameAs(first);
        assertThat(queue.inFlight()).isZero();
        queue.settle(first, lost(), ended);
        assertThat(first.state()).isEqualTo(Call.State.QUEUED);
    }

    @Test
    void anAbandonedCallIsNotSentAgainIfItIsTakenBack() {
        Call first = read(1);
        Call left = read(2);
        Call waiting = read(3);
        added(first, left, waiting);
        sent(2, WINDOW, true);
        queue.abandon(left, AbandonReason.OUT_OF_TIME, ended);
        queue.takeBack(WwepRequest.Read.LENGTH);

        assertThat(left.state()).isEqualTo(Call.State.FINISHED);
        assertThat(queued()).containsExactly(first, waiting);
        assertThat(queue.unsent()).isSameAs(waiting);
        assertThat(queue.inFlight()).isEqualTo(1);
        assertThat(sent()).containsExactly("R0FAC03");
    }

    @Test
    void anAbandonedBatchThatIsTakenBackInPartKeepsItsPlaceForTheRest() {
        Call batch = read(1, 2, 3);
        added(batch);
        sent();
        queue.abandon(batch, AbandonReason.OUT_OF_TIME, ended);
        queue.takeBack(WwepRequest.Read.LENGTH);

        assertThat(batch.state()).isEqualTo(Call.State.ABANDONED);
        assertThat(queue.unsent()).isNull();
        answer(1, 2);
        assertThat(batch.state()).isEqualTo(Call.State.FINISHED);
        assertThat(queued()).isEmpty();
    }

    @Test
    void theUnsentRestOfABatchIsNotAffectedByALoss() {
        Call batch = read(1, 2);
        added(batch);
        sent();
        queue.takeBack(WwepRequest.Read.LENGTH);
        answer(1);

        assertThat(batch.state()).isEqualTo(Call.State.QUEUED);
        queue.settle(batch, lost(), ended);
        assertThat(batch.isRetried()).isFalse();
        assertThat(sent()).containsExactly("R0FAC02");
    }

    @Test
    void nothingIsTakenBackIfNothingIsInFlight() {
        queue.takeBack(100);

        assertThat(queue.inFlight()).isZero();
    }
}
