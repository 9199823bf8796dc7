package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.delivery;
import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepCancelledException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How calls end without a reply: their callers leave, they fail, or time runs out. */
class CallQueueEndTest extends CallQueueFixture {

    @Test
    void aCallAbandonedBeforeItIsSentIsRemoved() {
        Call call = read(1);
        Call other = read(2);
        added(call, other);
        queue.abandon(call, AbandonReason.INTERRUPTED, ended);

        assertThat(ended()).containsExactly(call);
        assertThat(call.failure()).isInstanceOf(WwepInterruptedException.class);
        assertThat(delivery(call)).isEqualTo(Delivery.NOT_SENT);
        assertThat(queued()).containsExactly(other);
        assertThat(sent()).containsExactly("R0FAC02");
        assertThat(events.all).containsExactly("R0FAC01 failed: NOT_SENT");
    }

    @Test
    void aCallAbandonedInFlightKeepsThePlaceOfItsReply() {
        Call call = read(1);
        Call other = read(2);
        added(call, other);
        sent();
        queue.abandon(call, AbandonReason.OUT_OF_TIME, ended);

        assertThat(call.failure()).isInstanceOf(WwepTimeoutException.class);
        assertThat(delivery(call)).isEqualTo(Delivery.UNKNOWN);
        assertThat(queued()).containsExactly(call, other);
        ended();
        answer(1);
        assertThat(ended()).isEmpty();
        assertThat(call.replies()).isEmpty();
        assertThat(queued()).containsExactly(other);
        assertThat(events.all).containsExactly("R0FAC01 failed: UNKNOWN");
        answer(2);
        assertThat(other.reply(0)).hasToString("A0FAC020001");
    }

    @Test
    void theRestOfAnAbandonedBatchIsNotSent() {
        Call batch = read(1, 2);
        Call other = read(3);
        added(batch, other);
        sent(1, WINDOW, true);
        queue.abandon(batch, AbandonReason.INTERRUPTED, ended);

        assertThat(delivery(batch)).isEqualTo(Delivery.UNKNOWN);
        assertThat(queue.unsent()).isSameAs(other);
        assertThat(sent()).containsExactly("R0FAC03");
        assertThat(events.all).containsExactly("R0FAC01 failed: UNKNOWN", "R0FAC02 failed: NOT_SENT");
        answer(1);
        assertThat(queued()).containsExactly(other);
    }

    @Test
    void aCancelledCallSaysWhetherItWasSent() {
        Call sent = future(1);
        Call unsent = future(2);
        added(sent, unsent);
        sent(1, WINDOW, true);
        queue.abandon(sent, AbandonReason.CANCELLED, ended);
        queue.abandon(unsent, AbandonReason.CANCELLED, ended);

        assertThat(sent.failure()).isInstanceOf(WwepCancelledException.class);
        assertThat(delivery(sent)).isEqualTo(Delivery.UNKNOWN);
        assertThat(unsent.failure()).isInstanceOf(WwepCancelledException.class);
        assertThat(delivery(unsent)).isEqualTo(Delivery.NOT_SENT);
    }

    @Test
    void theOldestCallThatSomebodyWaitsForIsNeitherDoneNorTheOneExcepted() {
        Call left = read(1);
        Call own = read(2);
        Call other = read(3);
        added(left, own, other);
        sent();
        queue.abandon(left, AbandonReason.OUT_OF_TIME, ended);

        assertThat(queue.firstAwaited(null)).isSameAs(own);
        assertThat(queue.firstAwaited(own)).isSameAs(other);
        answer(1, 2);
        assertThat(queue.firstAwaited(other)).isNull();
    }

    @Test
    void callsMayLeaveFromTheFrontTheMiddleAndTheEnd() {
        Call first = read(1);
        Call second = read(2);
        Call third = read(3);
        Call fourth = read(4);
        added(first, second, third, fourth);
        queue.fail(second, lost(), ended);
        assertThat(queued()).containsExactly(first, third, fourth);
        assertThat(third.previous).isSameAs(first);
        queue.fail(fourth, lost(), ended);
        assertThat(queued()).containsExactly(first, third);
        queue.fail(first, lost(), ended);
        assertThat(queued()).containsExactly(third);
        Call fifth = read(5);
        added(fifth);
        assertThat(sent()).containsExactly("R0FAC03", "R0FAC05");
        assertThat(List.of(first, second, fourth))
                .allMatch(call -> call.state() == Call.State.FINISHED && call.next == null);
        assertThat(fourth.previous).isNull();
        assertThat(third.state()).isEqualTo(Call.State.IN_FLIGHT);
    }

    @Test
    void aCallFailsOnce() {
        Call call = read(1);
        added(call);
        sent();
        WwepException cause = lost();
        queue.fail(call, cause, ended);
        queue.fail(call, lost(), ended);

        assertThat(ended()).containsExactly(call);
        assertThat(call.failure()).isSameAs(cause);
        assertThat(events.all).containsExactly("R0FAC01 failed: UNKNOWN");
    }

    @Test
    void aCallThatFailsInFlightKeepsItsPlaceUntilItsConnectionIsLost() {
        Call call = read(1, 2);
        added(call);
        sent();
        queue.fail(call, lost(), ended);
        assertThat(call.state()).isEqualTo(Call.State.ABANDONED);
        assertThat(queue.inFlight()).isEqualTo(2);
        queue.settle(call, lost(), ended);

        assertThat(call.state()).isEqualTo(Call.State.FINISHED);
        assertThat(queue.inFlight()).isZero();
        assertThat(queued()).isEmpty();
    }

    @Test
    void closingFailsAllCallsWithWhatIsKnownOfThem() {
        Call inFlight = read(1);
        Call left = read(2);
        Call waiting = read(3);
        added(inFlight, left, waiting);
        sent(2, WINDOW, true);
        queue.abandon(left, AbandonReason.OUT_OF_TIME, ended);
        ended();
        queue.failAll(null, ended);

        assertThat(ended()).containsExactly(inFlight, waiting);
        assertThat(delivery(inFlight)).isEqualTo(Delivery.UNKNOWN);
        assertThat(inFlight.failure()).hasMessageContaining("closed during");
        assertThat(delivery(waiting)).isEqualTo(Delivery.NOT_SENT);
        assertThat(waiting.failure()).hasMessageContaining("is closed");
        assertThat(queued()).isEmpty();
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void closingLeavesTheCallThatIsBeingSentForToItsSender() {
        Call sender = read(1);
        Call waiting = read(2);
        added(sender, waiting);
        queue.failAll(sender, ended);

        assertThat(ended()).containsExactly(waiting);
        assertThat(queued()).containsExactly(sender);
    }

    @Test
    void closingEndsTheWaitForRawBytes() {
        added(SampleCalls.of(WwepRequest.raw("hello")));
        sent();
        queue.failAll(null, ended);
        added(read(1));

        assertThat(queue.canSend(1)).isTrue();
    }

    @Test
    void futuresExpireAtTheirDeadline() {
        Call call = future(1);
        added(call);
        long end = call.deadline().end();

        assertThat(queue.expire(end - 1, ended)).isEqualTo(end);
        assertThat(ended()).isEmpty();
        assertThat(queue.expire(end, ended)).isZero();
        assertThat(ended()).containsExactly(call);
        assertThat(call.failure()).isInstanceOf(WwepTimeoutException.class);
        assertThat(queued()).isEmpty();
    }

    @Test
    void callsOfThreadsDoNotExpireHere() {
        Call call = read(1);
        added(call);

        assertThat(queue.expire(call.deadline().end() + 1, ended)).isZero();
        assertThat(ended()).isEmpty();
    }

    @Test
    void theNextDeadlineIsTheEarliest() {
        Call usual = future(1);
        Call soon = future(2, Duration.ofSeconds(1));
        Call later = future(3, Duration.ofSeconds(2));
        added(usual, soon, later);

        assertThat(queue.expire(now, ended)).isEqualTo(soon.deadline().end());
        assertThat(queue.expire(soon.deadline().end(), ended))
                .isEqualTo(later.deadline().end());
        assertThat(ended()).containsExactly(soon);
    }

    @Test
    void aFutureWithALongerLimitDoesNotHideALaterOne() {
        Call longer = future(1, Duration.ofMinutes(2));
        Call usual = future(2);
        added(longer, usual);

        assertThat(queue.expire(now, ended)).isEqualTo(usual.deadline().end());
    }

    @Test
    void onlyTheOldestFutureWithTheDefaultLimitIsChecked() {
        Call first = future(1);
        Call second = future(2, Duration.ofSeconds(1));
        added(first, second);
        queue.abandon(second, AbandonReason.CANCELLED, ended);
        Call third = future(3);
        added(third);
        third.deadline().extend(now - EngineSettings.DEADLINE.toNanos());
        ended();

        // As no later call can have an earlier deadline, the search ends with the first.
        assertThat(queue.expire(now, ended)).isEqualTo(first.deadline().end());
        assertThat(ended()).isEmpty();
    }

    @Test
    void aFutureThatIsDoneExpiresNoMore() {
        Call left = future(1);
        Call other = future(2);
        added(left, other);
        sent();
        queue.abandon(left, AbandonReason.CANCELLED, ended);
        ended();

        assertThat(queue.expire(now, ended)).isEqualTo(other.deadline().end());
        assertThat(queue.expire(other.deadline().end(), ended)).isZero();
        assertThat(ended()).containsExactly(other);
    }
}
