package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which thread writes, step by step. */
class LeasesSendingTest extends LeasesFixture {

    @Test
    void theOldestCallWithSomethingToSendGetsTheWriteLease() throws Exception {
        assertThat(calls.trySend()).isNull();
        Call first = queued(read(1));
        queued(read(2));

        assertThat(calls.trySend()).isSameAs(first);
        assertThat(calls.trySend()).isNull();
    }

    @Test
    void noLeaseIsGrantedIfNothingCanBeSent() throws Exception {
        sent(read(1, 2, 3));

        assertThat(calls.trySend()).isNull();
    }

    @Test
    void fillingGivesTheLeaseBackIfNothingCanBeSent() throws Exception {
        submitted(read(1, 2));
        assertThat(fill()).isEqualTo(2);
        assertThat(fill()).isZero();
        queued(read(3));
        answer(Leases.NOBODY, 1);

        assertThat(calls.trySend()).isNotNull();
    }

    @Test
    void noThreadIsWritingOnceFillingHasGivenTheLeaseBack() throws Exception {
        Call own = submitted(read(1, 2));
        assertThat(fill()).isEqualTo(2);
        assertThat(fill()).isZero();

        assertThat(lose(own, false)).isEqualTo(Loss.Outcome.SETTLED);
    }

    @Test
    void fillingKeepsTheLease() throws Exception {
        submitted(read(1));
        assertThat(fill()).isEqualTo(1);
        queued(read(2));

        assertThat(calls.trySend()).isNull();
    }

    @Test
    void nothingIsSentOnAConnectionThatIsLost() throws Exception {
        Call call = submitted(read(1, 2));
        assertThat(calls.fill(connection, new Batches(1), now, true, true, ended))
                .isEqualTo(1);
        assertThat(lose(call, false)).isEqualTo(Loss.Outcome.LEFT_TO_WRITER);

        assertThat(fill()).isEqualTo(-1);
    }

    @Test
    void anIdleConnectionThatIsNotTrustedIsExaminedBeforeAnythingIsSentOnIt() throws Exception {
        Call call = submitted(read(1));

        assertThat(calls.fill(connection, new Batches(1), now, true, false, ended))
                .isEqualTo(-1);
        assertThat(call.hasUnsent()).isTrue();
    }

    @Test
    void requestsMayFollowThoseInFlightOnAConnectionThatIsNotTrusted() throws Exception {
        sent(read(1));
        submitted(read(2));

        assertThat(calls.fill(connection, new Batches(1), now, true, false, ended))
                .isEqualTo(1);
    }

    @Test
    void nothingIsSentOnAnotherConnection() throws Exception {
        submitted(read(1));

        assertThat(calls.fill(connection(), new Batches(1), now, true, true, ended))
                .isEqualTo(-1);
    }

    @Test
    void aReplyIsOverdueFromTheFirstRequestInFlightOn() throws Exception {
        Call call = submitted(read(1, 2));
        calls.fill(connection, new Batches(1), now, true, true, ended);
        long overdue = now + EngineSettings.REPLY_TIMEOUT.toNanos();
        assertThat(calls.overdueAt()).isEqualTo(overdue);
        calls.fill(connection, new Batches(1), now + 5, true, true, ended);
        assertThat(calls.overdueAt()).isEqualTo(overdue);
        calls.answer(connection, replies(), 0, now + 6, true, WINDOW, call, ended);
        assertThat(calls.overdueAt()).isEqualTo(overdue);
        calls.answer(connection, replies(1), 1, now + 7, true, WINDOW, call, ended);
        assertThat(calls.overdueAt()).isEqualTo(overdue + 7);
    }

    @Test
    void aFlushedCallReadsNext() throws Exception {
        Call own = submitted(read(1));
        fill();

        assertThat(calls.flushed(own)).isEqualTo(Next.READ);
        assertThat(calls.tryRead(false)).isNull();
        assertThat(calls.nextSender()).isNull();
    }

    @Test
    void aFlushedCallContinuesToSendIfItCan() throws Exception {
        Call own = submitted(read(1));
        fill();
        queued(read(2));

        assertThat(calls.flushed(own)).isEqualTo(Next.SEND);
        assertThat(calls.trySend()).isNull();
    }

    @Test
    void aFlushedCallDoesNothingIfAnotherReads() throws Exception {
        Call own = submitted(read(1));
        fill();
        assertThat(calls.tryRead(false)).isSameAs(connection);

        assertThat(calls.flushed(own)).isEqualTo(Next.NOTHING);
    }

    @Test
    void onlyTheThreadOfACallInFlightReadsNext() throws Exception {
        submitted(read(1));
        fill();

        assertThat(calls.flushed(read(2))).isEqualTo(Next.NOTHING);
        assertThat(calls.tryRead(false)).isSameAs(connection);
    }

    @Test
    void noThreadReadsAfterSendingForAFuture() throws Exception {
        Call own = queued(future(1));
        assertThat(calls.trySend()).isSameAs(own);
        fill();

        assertThat(calls.flushed(own)).isEqualTo(Next.NOTHING);
    }

    @Test
    void aCallThatIsDoneWhenItIsFlushedDoesNotRead() throws Exception {
        Call own = submitted(read(1));
        fill();
        calls.abandon(own, AbandonReason.OUT_OF_TIME, ended);

        assertThat(calls.flushed(own)).isEqualTo(Next.NOTHING);
    }

    @Test
    void theLeaseIsFreeOnceAllIsFlushed() throws Exception {
        sent(read(1));
        Call next = queued(read(2));

        assertThat(calls.trySend()).isSameAs(next);
    }

    @Test
    void onlyTheHolderEndsSending() throws Exception {
        Call own = submitted(read(1));

        assertThat(calls.endSending(read(2))).isFalse();
        assertThat(calls.trySend()).isNull();
        assertThat(calls.endSending(own)).isTrue();
        assertThat(calls.trySend()).isSameAs(own);
    }

    @Test
    void endSendingReportsThatNoCallIsLeft() throws Exception {
        Call own = submitted(read(1));
        calls.abandon(own, AbandonReason.OUT_OF_TIME, ended);

        assertThat(calls.endSending(own)).isFalse();
    }

    @Test
    void afterSendingEndedALossIsSettledAtOnce() throws Exception {
        Call own = submitted(write());
        fill();
        calls.endSending(own);

        assertThat(lose(own, false)).isEqualTo(Loss.Outcome.SETTLED);
    }
}
