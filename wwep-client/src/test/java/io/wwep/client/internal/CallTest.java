package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallTest {

    private static final Duration LIMIT = Duration.ofHours(1);

    private final WwepRequest[] sent = new WwepRequest[10];

    // ---- its requests ----

    @Test
    void nextRequestsAreSentUpToTheGivenNumber() {
        Call call = read(1, 2, 3, 4);

        assertThat(call.state()).isEqualTo(Call.State.QUEUED);
        assertThat(call.send(sent, 5, 1, true)).isEqualTo(1);
        assertThat(call.state()).isEqualTo(Call.State.IN_FLIGHT);
        assertThat(call.send(sent, 6, 2, true)).isEqualTo(2);
        assertThat(call.state()).isEqualTo(Call.State.IN_FLIGHT);
        assertThat(sent[5]).hasToString("R0FAC01");
        assertThat(sent[6]).hasToString("R0FAC02");
        assertThat(sent[7]).hasToString("R0FAC03");
        assertThat(sent[8]).isNull();
        assertThat(call.send(sent, 0, 10, true)).isEqualTo(1);
        assertThat(call.hasUnsent()).isFalse();
    }

    @Test
    void aBatchIsQueuedAgainOnceAllThatWasSentIsAnswered() {
        Call call = read(1, 2, 3);
        call.send(sent, 0, 2, true);
        call.answer(replies(1), 0, 1, 0);
        assertThat(call.state()).isEqualTo(Call.State.IN_FLIGHT);
        call.answer(replies(2), 0, 1, 0);
        assertThat(call.state()).isEqualTo(Call.State.QUEUED);
        call.send(sent, 0, 1, true);
        call.answer(replies(3), 0, 1, 0);

        assertThat(call.state()).isEqualTo(Call.State.FINISHED);
    }

    @Test
    void aCallThatFailsIsAbandonedUntilItsRepliesHaveBeenDropped() {
        Call call = read(1, 2, 3);
        call.send(sent, 0, 2, true);
        call.fail(lost());
        assertThat(call.isDone()).isTrue();
        assertThat(call.hasUnsent()).isFalse();
        call.answer(replies(1), 0, 1, 0);
        assertThat(call.state()).isEqualTo(Call.State.ABANDONED);
        call.answer(replies(2), 0, 1, 0);

        assertThat(call.state()).isEqualTo(Call.State.FINISHED);
        assertThat(call.replies()).isEmpty();
    }

    @Test
    void aCallThatFailsUnsentIsDone() {
        Call call = read(1);
        call.fail(lost());

        assertThat(call.state()).isEqualTo(Call.State.FINISHED);
        assertThat(call.isInFlight()).isFalse();
    }

    @Test
    void rawBytesWithinABatchAreSentAlone() {
        WwepRequest raw = WwepRequest.raw("hello");
        WwepRequest read = WwepRequest.read(0x0FAC, 0x0B);
        Call call = SampleCalls.of(raw, read, read, raw);

        assertThat(call.send(sent, 0, 10, true)).isEqualTo(1);
        assertThat(call.send(sent, 1, 10, true)).isEqualTo(2);
        assertThat(call.send(sent, 3, 10, true)).isEqualTo(1);
    }

    @Test
    void theCurrentRequestIsTheOldestWithoutAReplyOrElseTheLast() {
        Call call = read(1, 2, 3);
        call.send(sent, 0, 3, true);
        assertThat(call.current()).hasToString("R0FAC01");
        call.answer(replies(1), 0, 1, 0);
        assertThat(call.current()).hasToString("R0FAC02");
        call.fail(lost());
        call.answer(replies(2), 0, 1, 0);

        assertThat(call.current()).as("after a reply was dropped").hasToString("R0FAC03");
        assertThat(call.inFlight(0)).hasToString("R0FAC03");
        call.answer(replies(3), 0, 1, 0);
        assertThat(call.current()).hasToString("R0FAC03");
    }

    @Test
    void aCallIsAnsweredOnceAllItsRequestsAre() {
        Call call = read(1, 2, 3);
        call.send(sent, 0, 3, true);

        call.answer(replies(1), 0, 1, 0);
        assertThat(call.isAnswered()).isFalse();
        assertThat(call.unanswered()).isEqualTo(2);
        call.answer(replies(7, 2, 3), 1, 2, 0);
        assertThat(call.isAnswered()).isTrue();
        assertThat(call.unanswered()).isZero();
        assertThat(call.replies()).containsExactly(replies(1, 2, 3));
    }

    @Test
    void aCallWithOneRequestHasOneReplyOrNone() {
        Call call = read(1);
        assertThat(call.replies()).isEmpty();
        call.send(sent, 0, 1, true);
        call.answer(replies(7, 1), 1, 1, 0);

        assertThat(call.replies()).containsExactly(replies(1));
    }

    @Test
    void theBreakdownCountsTheRepliesOfABatchBeforeTheLastOne() {
        Call call = read(1, 2);
        long start = call.deadline().start();
        call.send(sent, 0, 2, true);
        call.deadline().sending(start + 3_000_000);
        call.answer(replies(1), 0, 1, start + 8_000_000);
        call.deadline().enter(Phase.CONNECT, start + 8_000_000);

        assertThat(call.deadline().breakdown()).endsWith(", reply 5 ms");
    }

    @Test
    void theTimeToTheLastReplyIsKnown() {
        Call call = read(1, 2);
        long start = call.deadline().start();
        call.send(sent, 0, 2, true);
        call.answer(replies(1), 0, 1, start + 5);
        call.answer(replies(2), 0, 1, start + 9);

        assertThat(call.timeToReply(0)).isEqualTo(9);
    }

    @Test
    void theTimeToEachReplyIsRecordedIfNeeded() {
        Call call = read(1, 2);
        call.times = new ReplyTimes(2, false);
        long start = call.deadline().start();
        call.send(sent, 0, 2, true);
        call.answer(replies(1), 0, 1, start + 5);
        call.answer(replies(2), 0, 1, start + 9);

        assertThat(call.timeToReply(0)).isEqualTo(5);
        assertThat(call.timeToReply(1)).isEqualTo(9);
    }

    @Test
    void aRetryThatIsNotSentFailsWithTheFirstLossAndMentionsWhyItWasNotSent() {
        Call call = read(1);
        call.send(sent, 0, 1, true);
        WwepException first = lost();
        WwepException unreachable = new WwepConnectException("no route", null, Phase.CONNECT);
        call.retry(first);

        assertThat(call.fail(unreachable)).isSameAs(first);
        assertThat(first.delivery()).isEqualTo(Delivery.UNKNOWN);
        assertThat(first.getSuppressed()).containsExactly(unreachable);
    }

    // ---- its thread ----

    @Test
    void anotherThreadMayReuseACallThatIsDone() throws Exception {
        Call call = read(1);
        call.send(sent, 0, 1, true);
        call.answer(replies(1), 0, 1, 0);

        boolean ofOther = CompletableFuture.supplyAsync(() -> {
                    call.reuse(WwepRequest.read(0x0FAC, 2), LIMIT);
                    return call.waiter.isThisThread();
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(ofOther).isTrue();
        assertThat(call.waiter.isThisThread()).isFalse();
        assertThat(call.isDone()).isFalse();
        assertThat(call.unsent()).hasToString("R0FAC02");
        assertThat(call.deadline().nanos()).isEqualTo(LIMIT.toNanos());
    }
}
