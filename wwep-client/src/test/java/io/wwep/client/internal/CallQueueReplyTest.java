package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static io.wwep.client.internal.SampleCalls.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.junit.jupiter.api.Test;

/** How replies find their calls. */
class CallQueueReplyTest extends CallQueueFixture {

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

    @Test
    void aRequestThatTheServerHasNotReadIsSentAgainOnceEvenIfItIsAWrite() {
        Call call = SampleCalls.of(write(1));
        added(call, read(2));
        sent(1, 1, false);
        assertThat(queue.sendAgain()).isTrue();

        assertThat(call.isInFlight()).isFalse();
        assertThat(queue.inFlight()).isZero();
        assertThat(resent()).isEqualTo(1);
        assertThat(sent(1, 1, false)).containsExactly("W0FAC010001");
        assertThat(queue.sendAgain()).isFalse();
        assertThat(queue.inFlight()).isEqualTo(1);
    }

    @Test
    void aReadThatIsSentAgainMayStillBeRetriedIfItsConnectionIsLost() {
        Call call = read(1);
        added(call);
        sent();
        assertThat(queue.sendAgain()).isTrue();
        sent();
        queue.settle(call, lost(), ended);

        assertThat(ended()).isEmpty();
        assertThat(sent()).containsExactly("R0FAC01");
    }

    @Test
    void onlyTheFirstRequestOfABatchIsSentAgain() {
        added(read(1, 2));
        sent(1, 1, false);
        assertThat(queue.sendAgain()).isTrue();

        assertThat(sent()).containsExactly("R0FAC01", "R0FAC02");
        assertThat(resent()).isEqualTo(1);
    }

    @Test
    void aRequestThatNoOneWaitsForIsNotSentAgain() {
        Call call = read(1);
        added(call);
        sent();
        queue.abandon(call, AbandonReason.CANCELLED, ended);

        assertThat(queue.sendAgain()).isFalse();
    }

    @Test
    void rawBytesAreNotSentAgain() {
        added(SampleCalls.of(WwepRequest.raw("W")));
        sent();

        assertThat(queue.sendAgain()).isFalse();
    }

    @Test
    void nothingIsSentAgainIfNothingOrMoreIsInFlight() {
        assertThat(queue.sendAgain()).isFalse();
        added(read(1, 2));
        assertThat(queue.sendAgain()).isFalse();
        sent();

        assertThat(queue.sendAgain()).isFalse();
    }
}
