package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.delivery;
import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static io.wwep.client.internal.SampleCalls.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.internal.CallQueue.AbandonReason;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepCancelledException;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The calls of one client, by one thread: it needs no lock. */
@SuppressWarnings("GuardedBy")
class CallQueueTest {

    private static final int WINDOW = 3;

    private final NotedEvents events = new NotedEvents();
    private CallQueue queue = new CallQueue(EngineSettings.usual(), events, new ReentrantLock());
    private final Ended ended = new Ended();
    private final long now = System.nanoTime();

    private List<Call> added(Call... calls) {
        for (Call call : calls) {
            queue.add(call);
        }
        return List.of(calls);
    }

    /** Sends what may be sent, in one write of at most this many requests; returns it as text. */
    private List<String> sent(int most, int window, boolean usedConnection) {
        Batches batches = new Batches(most);
        int count = queue.fill(batches, window, now, usedConnection, ended);
        return Arrays.stream(batches.requests(), 0, count)
                .map(WwepRequest::toString)
                .toList();
    }

    private List<String> sent() {
        return sent(10, WINDOW, true);
    }

    private void answer(int... registers) {
        queue.answer(replies(registers), registers.length, now, ended);
    }

    private List<Call> queued() {
        List<Call> all = new ArrayList<>();
        for (Call call = queue.first(); call != null; call = call.next) {
            all.add(call);
        }
        return all;
    }

    private List<Call> ended() {
        return SampleCalls.of(ended);
    }

    // ---- sending ----

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

    // ---- replies ----

    @Test
    void repliesGoToTheOldestRequestsInFlight() {
        Call first = read(1);
        Call batch = read(2, 3);
        added(first, batch);
        sent();
        answer(1, 2);

        assertThat(first.isAnswered()).isTrue();
        assertThat(batch.replies()).hasSize(1);
        assertThat(queue.inFlight()).isEqualTo(1);
        assertThat(queued()).containsExactly(batch);
        answer(3);
        assertThat(batch.isAnswered()).isTrue();
        assertThat(batch.replies()).containsExactly(replies(2, 3));
        assertThat(queued()).isEmpty();
    }

    @Test
    void aCallOfTheReadersOwnThreadNeedsNoWaking() {
        Call own = read(1);
        Call other = future(2);
        added(own, other);
        sent();
        answer(1, 2);

        assertThat(own.waiter.readLastReply).isTrue();
        assertThat(other.waiter.readLastReply).isFalse();
        assertThat(ended()).containsExactly(other);
    }

    @Test
    void aReplyForNoRequestIsRefused() {
        added(read(1));

        assertThatThrownBy(() -> answer(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReplyForNoCallIsRefused() {
        assertThatThrownBy(() -> answer(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theExpectedRequestsAreTheOldestInFlight() {
        added(read(1, 2), read(3), read(4));
        sent();
        WwepRequest[] two = new WwepRequest[2];
        WwepRequest[] many = new WwepRequest[10];

        assertThat(queue.expected(new WwepRequest[1])).isEqualTo(1);
        assertThat(queue.expected(two)).isEqualTo(2);
        assertThat(two).extracting(WwepRequest::toString).containsExactly("R0FAC01", "R0FAC02");
        assertThat(queue.expected(many)).isEqualTo(3);
        assertThat(many[2]).hasToString("R0FAC03");
    }

    @Test
    void noReplyIsExpectedToTheRestOfABatch() {
        added(read(1, 2, 3));
        sent(2, WINDOW, true);

        assertThat(queue.expected(new WwepRequest[10])).isEqualTo(2);
    }

    @Test
    void noReplyIsExpectedToQueuedRequests() {
        added(read(1));

        assertThat(queue.expected(new WwepRequest[1])).isZero();
    }

    @Test
    void eachReplyGivesTheRestOfABatchTheWholeDeadline() {
        Call batch = read(1, 2);
        added(batch);
        sent();
        queue.answer(replies(1), 1, now + 1_000, ended);

        assertThat(batch.deadline().end()).isEqualTo(now + 1_000 + EngineSettings.DEADLINE.toNanos());
    }

    @Test
    void aReplyGivesASingleRequestBehindItNoMoreTime() {
        Call single = read(2);
        added(read(1), single);
        sent();
        long end = single.deadline().end();
        queue.answer(replies(1), 1, now + 1_000, ended);

        assertThat(single.deadline().end()).isEqualTo(end);
    }

    @Test
    void aBatchGetsNoMoreTimeByNoReply() {
        Call batch = read(1, 2);
        added(batch);
        sent();
        long end = batch.deadline().end();
        queue.answer(replies(), 0, now + 1_000, ended);

        assertThat(batch.deadline().end()).isEqualTo(end);
    }

    @Test
    void theObserverIsNotifiedOfEachReplyWithItsTimeSinceTheCall() {
        Call call = read(1);
        added(call);
        sent();
        queue.answer(replies(1), 1, call.deadline().start() + 7, ended);

        assertThat(events.all).containsExactly("R0FAC01 -> A0FAC010001 after 7");
        assertThat(queue.counters.snapshot(0, 0, 0, ConnectionBehavior.UNKNOWN).accepted())
                .isEqualTo(1);
    }

    @Test
    void theObserverIsNotifiedOfEachRequestWithItsOwnReply() {
        added(read(1), read(2, 3));
        sent();
        WwepReply[] replies = {replies(1)[0], replies(2)[0], WwepReply.refused()};
        queue.answer(replies, 3, now, ended);

        assertThat(events.all).hasSize(3);
        assertThat(events.all.get(1)).startsWith("R0FAC02 -> A0FAC020001");
        assertThat(events.all.get(2)).startsWith("R0FAC03 -> X");
    }

    // ---- calls that are left ----

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
        assertThat(List.of(first, second, fourth)).allMatch(call -> !call.queued && call.next == null);
        assertThat(fourth.previous).isNull();
        assertThat(third.queued).isTrue();
    }

    // ---- failures ----

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
        assertThat(queued()).isEmpty();
        assertThat(events.all).containsExactly("R0FAC01 failed: UNKNOWN");
    }

    @Test
    void aCallThatFailsInFlightIsInFlightNoMore() {
        Call call = read(1, 2);
        added(call);
        sent();
        queue.fail(call, lost(), ended);

        assertThat(queue.inFlight()).isZero();
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

    // ---- the connection is lost ----

    @Test
    void aWriteInFlightFailsWithItsConnection() {
        Call victim = SampleCalls.of(write(1));
        Call other = SampleCalls.of(write(2));
        added(victim, other);
        sent();
        WwepException cause = lost();
        queue.settle(victim, cause, true, ended);

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
        queue.settle(call, lost(), true, ended);

        assertThat(ended()).isEmpty();
        assertThat(call.isRetried()).isTrue();
        assertThat(queue.inFlight()).isZero();
        assertThat(queue.counters.resent).isEqualTo(1);
        assertThat(sent()).containsExactly("R0FAC01");
        queue.settle(call, lost(), true, ended);
        assertThat(ended()).containsExactly(call);
    }

    @Test
    void aRetryThatIsNotSentFailsWithTheFirstLoss() {
        Call call = read(1);
        added(call);
        sent();
        WwepException first = lost();
        queue.settle(call, first, true, ended);
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
        queue.settle(interrupted, new WwepInterruptedException("interrupted", null, Delivery.NOT_SENT), true, ended);
        queue.abandon(other, AbandonReason.INTERRUPTED, ended);

        assertThat(delivery(other)).isEqualTo(Delivery.UNKNOWN);
    }

    @Test
    void resentRequestsKeepTheirOrder() {
        added(read(1), read(2), read(3), read(4));
        sent();
        queue.settle(read(9), lost(), true, ended);

        assertThat(sent(10, 10, true)).containsExactly("R0FAC01", "R0FAC02", "R0FAC03", "R0FAC04");
        assertThat(queue.counters.resent).isEqualTo(3);
    }

    @Test
    void nothingIsSentAgainAfterANewConnectionIsLost() {
        Call call = read(1);
        added(call);
        sent(1, 1, false);
        queue.settle(call, lost(), true, ended);

        assertThat(ended()).containsExactly(call);
    }

    @Test
    void theRestOfABatchThatFailsWithItsConnectionIsNotSent() {
        Call batch = SampleCalls.of(write(1), write(2));
        Call other = read(3);
        added(batch, other);
        sent(1, WINDOW, true);
        queue.settle(batch, lost(), true, ended);

        assertThat(ended()).containsExactly(batch);
        assertThat(queue.unsent()).isSameAs(other);
        assertThat(sent()).containsExactly("R0FAC03");
    }

    @Test
    void nothingIsSentAgainIfThereIsNoOtherConnection() {
        Call call = read(1);
        added(call);
        sent();
        queue.settle(call, lost(), false, ended);

        assertThat(ended()).containsExactly(call);
    }

    @Test
    void aWriteIsResentIfTheUserAllowsIt() {
        queue = new CallQueue(EngineSettings.with(true), events, new ReentrantLock());
        Call call = SampleCalls.of(write(1));
        added(call);
        sent();
        queue.settle(call, lost(), true, ended);

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
        queue.settle(call, refused, true, ended);

        assertThat(ended()).containsExactly(call, other);
        assertThat(other.failure()).isInstanceOf(WwepConnectException.class);
    }

    @Test
    void anInterruptEndsItsOwnCallAloneAndTheOthersAreSentAgain() {
        Call victim = read(1);
        Call other = read(2);
        added(victim, other);
        sent();
        queue.settle(victim, new WwepInterruptedException("interrupted", null, Delivery.UNKNOWN), true, ended);

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
        queue.settle(sent, lost(), true, ended);

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
        queue.settle(other, lost(), true, ended);

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
        queue.settle(read(9), null, true, ended);

        assertThat(ended()).isEmpty();
        assertThat(queued()).isEmpty();
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void losingTheConnectionEndsTheWaitForRawBytes() {
        Call raw = SampleCalls.of(WwepRequest.raw("hello"));
        added(raw, read(1));
        sent();
        queue.settle(raw, lost(), true, ended);

        assertThat(sent()).containsExactly("R0FAC01");
    }

    // ---- what never left ----

    @Test
    void anUnsentRequestIsTakenBackAndResentEvenIfItIsAWrite() {
        Call call = SampleCalls.of(write(1));
        added(call);
        sent();
        queue.takeBack(WwepRequest.Write.LENGTH);

        assertThat(queue.inFlight()).isZero();
        assertThat(call.isInFlight()).isFalse();
        queue.settle(call, lost(), true, ended);
        assertThat(ended()).isEmpty();
        assertThat(call.failure()).isNull();
        assertThat(queue.counters.resent).isZero();
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
        queue.settle(first, lost(), true, ended);
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

        assertThat(first.state()).isEqualTo(Call.State.QUEUED);
        assertThat(queue.unsent()).isSameAs(first);
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void nothingIsTakenBackIfNothingIsInFlight() {
        queue.takeBack(100);

        assertThat(queue.inFlight()).isZero();
    }

    // ---- deadlines of futures ----

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
