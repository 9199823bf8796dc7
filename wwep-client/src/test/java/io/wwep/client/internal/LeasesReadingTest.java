package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.internal.Leases.Reader;
import io.wwep.protocol.WwepRequest;
import org.junit.jupiter.api.Test;

/** Which thread reads, step by step. */
class LeasesReadingTest extends LeasesFixture {

    @Test
    void aCallInFlightGetsTheReadLease() throws Exception {
        Call own = sent(read(1));

        assertThat(calls.tryAny(own)).isEqualTo(Next.READ);
        assertThat(calls.tryAny(own)).isEqualTo(Next.NOTHING);
    }

    @Test
    void aCallThatWaitsToBeSentGetsTheWriteLease() throws Exception {
        sent(read(1));
        Call own = queued(read(2));

        assertThat(calls.tryAny(own)).isEqualTo(Next.SEND);
        assertThat(calls.trySend()).isNull();
    }

    @Test
    void aCallThatCannotBeSentReadsForOthers() throws Exception {
        sent(read(1, 2));
        Call own = queued(read(3));

        assertThat(calls.tryAny(own)).isEqualTo(Next.READ);
    }

    @Test
    void aCallReadsForOthersWhileAnotherSends() throws Exception {
        sent(read(1));
        submitted(read(2));
        Call own = queued(read(3));

        assertThat(calls.tryAny(own)).isEqualTo(Next.READ);
    }

    @Test
    void aCallThatIsDoneGetsNoLease() throws Exception {
        sent(read(1));
        Call own = queued(read(2));
        calls.abandon(own, AbandonReason.OUT_OF_TIME, ended);

        assertThat(calls.tryAny(own)).isEqualTo(Next.NOTHING);
        assertThat(calls.tryRead(false)).isSameAs(connection);
    }

    @Test
    void nothingIsReadWhileNothingIsInFlight() throws Exception {
        submitted(read(1));
        Call own = queued(read(2));

        assertThat(calls.tryAny(own)).isEqualTo(Next.NOTHING);
        assertThat(calls.tryRead(false)).isNull();
    }

    @Test
    void noCallGetsALeaseForALostConnection() throws Exception {
        Call own = submitted(read(1));
        fill();
        lose(own, false);

        assertThat(calls.tryAny(own)).isEqualTo(Next.NOTHING);
        assertThat(calls.tryRead(false)).isNull();
    }

    @Test
    void oneThreadReadsAtATime() throws Exception {
        sent(read(1));
        assertThat(calls.tryRead(false)).isSameAs(connection);

        assertThat(calls.tryRead(false)).isNull();
        assertThat(calls.endReading()).isTrue();
        assertThat(calls.tryRead(false)).isSameAs(connection);
    }

    @Test
    void endReadingReportsWhetherCallsAreLeft() throws Exception {
        Call own = sent(read(1));
        assertThat(calls.tryRead(false)).isSameAs(connection);
        answer(own, 1);

        assertThat(calls.endReading()).isFalse();
    }

    @Test
    void theReaderWhoseCallIsDoneHasReleasedTheLease() throws Exception {
        Call own = sent(read(1, 2));
        assertThat(calls.tryRead(false)).isSameAs(connection);
        queued(read(3));
        assertThat(answer(own, 1)).isEqualTo(1);
        assertThat(own.waiter.endedReading).isFalse();
        assertThat(answer(own, 2)).isZero();

        assertThat(own.waiter.endedReading).isTrue();
        assertThat(own.waiter.leavesOthers).isTrue();
        assertThat(reader()).isEqualTo(Reader.NONE);
    }

    @Test
    void theLastReaderLeavesNoOthers() throws Exception {
        Call own = sent(read(1));
        assertThat(calls.tryRead(false)).isSameAs(connection);
        answer(own, 1);

        assertThat(own.waiter.endedReading).isTrue();
        assertThat(own.waiter.leavesOthers).isFalse();
    }

    @Test
    void theReaderKeepsTheLeaseWhileItDecodesForOthers() throws Exception {
        Call own = sent(read(1, 2));
        assertThat(calls.tryRead(false)).isSameAs(connection);
        answer(Leases.NOBODY, 1);

        assertThat(own.waiter.endedReading).isFalse();
        assertThat(calls.tryRead(false)).isNull();
    }

    @Test
    void theReaderOfAnotherThreadsCallKeepsTheLease() throws Exception {
        Call own = queued(future(1));
        assertThat(calls.trySend()).isSameAs(own);
        fill();
        queued(read(2));
        fill();
        assertThat(calls.tryRead(false)).isSameAs(connection);
        assertThat(answer(own, 1)).isEqualTo(1);

        assertThat(own.isDone()).isTrue();
        assertThat(own.waiter.endedReading).isFalse();
        assertThat(calls.tryRead(false)).isNull();
    }

    @Test
    void aReplyOnALostConnectionIsDropped() throws Exception {
        Call own = sent(write());
        lose(own, true);

        assertThat(answer(own, 1)).isNegative().isNotEqualTo(Leases.RELEASED);
        assertThat(calls.expected(connection, new WwepRequest[1])).isZero();
    }

    @Test
    void theExpectedRequestsAreThoseInFlight() throws Exception {
        sent(read(1, 2));

        assertThat(calls.expected(connection, new WwepRequest[5])).isEqualTo(2);
    }

    @Test
    void aConnectionThatMustNotBeReusedIsReleasedAfterTheLastReply() throws Exception {
        Call own = sent(read(1, 2));
        assertThat(calls.answer(connection, replies(1), 1, now, false, WINDOW, own, ended))
                .isEqualTo(1);
        assertThat(calls.connection()).isSameAs(connection);
        assertThat(calls.answer(connection, replies(2), 1, now, false, WINDOW, own, ended))
                .isEqualTo(Leases.RELEASED);
        assertThat(calls.connection()).isNull();
        assertThat(events.all).endsWith("closed: in good order");
    }

    @Test
    void eachReplyMayOpenTheWindow() throws Exception {
        Call own = sent(read(1, 2));
        queued(read(3, 4, 5));
        assertThat(calls.nextSender()).isNull();
        calls.answer(connection, replies(), 0, now, true, 10, own, ended);

        assertThat(calls.nextSender()).isNotNull();
        assertThat(calls.trySend()).isNotNull();
        assertThat(fill()).isEqualTo(3);
    }

    @Test
    void aThreadReadsForTheLoopIfNoSelectorCanWait() throws Exception {
        sent(read(1));
        assertThat(calls.tryRead(true)).isSameAs(connection);

        assertThat(reader()).isEqualTo(Reader.CALLER);
        assertThat(calls.handReadingToCaller()).isFalse();
    }

    @Test
    void aRequestThatTheServerHasNotReadIsResentOnAnotherConnection() throws Exception {
        Call own = sent(write());
        assertThat(calls.sendAgain(connection())).isFalse();
        assertThat(calls.sendAgain(connection)).isTrue();

        assertThat(calls.connection()).isNull();
        assertThat(events.all).endsWith("closed: in good order");
        assertThat(calls.trySend()).isSameAs(own);
    }

    @Test
    void aConnectionIsKeptIfItsRequestIsNotResent() throws Exception {
        sent(read(1, 2));

        assertThat(calls.sendAgain(connection)).isFalse();
        assertThat(calls.connection()).isSameAs(connection);
    }

    @Test
    void theLoopDoesNotReadWhatNoSelectorCanWaitFor() throws Exception {
        sent(future(1));

        assertThat(calls.tryReadByLoop(connection)).isFalse();
        assertThat(reader()).isEqualTo(Reader.NONE);
    }
}
