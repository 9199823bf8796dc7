package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.internal.CallQueue.AbandonReason;
import io.wwep.client.internal.Calls.Loss;
import io.wwep.client.internal.Leases.Lost;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which thread writes and which reads, step by step. */
class LeasesTest {

    private static final int WINDOW = 2;

    private final NotedEvents events = new NotedEvents();
    private final Settings settings = EngineSettings.usual();
    private final Calls calls = new Calls(settings, events);
    private final Leases leases = new Leases(settings, calls);
    private final Connection connection = connection();
    private final Ended ended = new Ended();
    private final long now = System.nanoTime();

    private Connection connection() {
        return new Connection(1, new MemoryTransport(), 0, 1, settings);
    }

    @BeforeEach
    void connect() {
        assertThat(leases.install(connection, WINDOW)).isTrue();
    }

    @AfterEach
    void theLockIsFree() {
        assertThat(calls.queue.lock.isLocked()).isFalse();
    }

    /** Queues a call with something to send; it gets the write lease if that is free. */
    private Call submitted(Call call) throws Exception {
        var unused = calls.submit(call, true);
        return call;
    }

    private Call queued(Call call) throws Exception {
        var unused = calls.submit(call, false);
        return call;
    }

    private int fill() {
        return leases.fill(connection, new Batches(10), now, true, true, ended);
    }

    /** Returns a call whose requests were sent; no thread has a lease. */
    private Call sent(Call call) throws Exception {
        submitted(call);
        assertThat(fill()).isPositive();
        var unused = leases.flushed(Leases.NOBODY);
        return call;
    }

    private int answer(Call own, int... registers) {
        return leases.answer(connection, replies(registers), registers.length, now, true, WINDOW, own, ended);
    }

    private Lost lose(Call victim, boolean byWriter) {
        return leases.lose(connection, new Loss(victim, lost()), byWriter, ended);
    }

    // ---- the write lease ----

    @Test
    void theOldestCallWithSomethingToSendGetsTheWriteLease() throws Exception {
        assertThat(leases.trySend()).isNull();
        Call first = queued(read(1));
        queued(read(2));

        assertThat(leases.trySend()).isSameAs(first);
        assertThat(leases.trySend()).isNull();
    }

    @Test
    void noLeaseIsGrantedIfNothingCanBeSent() throws Exception {
        sent(read(1, 2, 3));

        assertThat(leases.trySend()).isNull();
    }

    @Test
    void fillingGivesTheLeaseBackIfNothingCanBeSent() throws Exception {
        submitted(read(1, 2));
        assertThat(fill()).isEqualTo(2);
        assertThat(fill()).isZero();
        queued(read(3));
        answer(Leases.NOBODY, 1);

        assertThat(leases.trySend()).isNotNull();
    }

    @Test
    void noThreadIsWritingOnceFillingHasGivenTheLeaseBack() throws Exception {
        Call own = submitted(read(1, 2));
        assertThat(fill()).isEqualTo(2);
        assertThat(fill()).isZero();

        assertThat(lose(own, false)).isEqualTo(Lost.SETTLED);
    }

    @Test
    void fillingKeepsTheLease() throws Exception {
        submitted(read(1));
        assertThat(fill()).isEqualTo(1);
        queued(read(2));

        assertThat(leases.trySend()).isNull();
    }

    @Test
    void nothingIsSentOnAConnectionThatIsLost() throws Exception {
        Call call = submitted(read(1, 2));
        assertThat(leases.fill(connection, new Batches(1), now, true, true, ended))
                .isEqualTo(1);
        assertThat(lose(call, false)).isEqualTo(Lost.LEFT_TO_WRITER);

        assertThat(fill()).isEqualTo(-1);
    }

    @Test
    void anIdleConnectionThatIsNotTrustedIsExaminedBeforeAnythingIsSentOnIt() throws Exception {
        Call call = submitted(read(1));

        assertThat(leases.fill(connection, new Batches(1), now, true, false, ended))
                .isEqualTo(-1);
        assertThat(call.hasUnsent()).isTrue();
    }

    @Test
    void requestsMayFollowThoseInFlightOnAConnectionThatIsNotTrusted() throws Exception {
        sent(read(1));
        submitted(read(2));

        assertThat(leases.fill(connection, new Batches(1), now, true, false, ended))
                .isEqualTo(1);
    }

    @Test
    void nothingIsSentOnAnotherConnection() throws Exception {
        submitted(read(1));

        assertThat(leases.fill(connection(), new Batches(1), now, true, true, ended))
                .isEqualTo(-1);
    }

    @Test
    void aReplyIsOverdueFromTheFirstRequestInFlightOn() throws Exception {
        Call call = submitted(read(1, 2));
        leases.fill(connection, new Batches(1), now, true, true, ended);
        long overdue = now + EngineSettings.REPLY_TIMEOUT.toNanos();
        assertThat(leases.overdue()).isEqualTo(overdue);
        leases.fill(connection, new Batches(1), now + 5, true, true, ended);
        assertThat(leases.overdue()).isEqualTo(overdue);
        leases.answer(connection, replies(), 0, now + 6, true, WINDOW, call, ended);
        assertThat(leases.overdue()).isEqualTo(overdue);
        leases.answer(connection, replies(1), 1, now + 7, true, WINDOW, call, ended);
        assertThat(leases.overdue()).isEqualTo(overdue + 7);
    }

    @Test
    void aFlushedCallReadsNext() throws Exception {
        Call own = submitted(read(1));
        fill();

        assertThat(leases.flushed(own)).isEqualTo(Next.READ);
        assertThat(leases.tryRead(false)).isNull();
        assertThat(calls.nextSender()).isNull();
    }

    @Test
    void aFlushedCallContinuesToSendIfItCan() throws Exception {
        Call own = submitted(read(1));
        fill();
        queued(read(2));

        assertThat(leases.flushed(own)).isEqualTo(Next.SEND);
        assertThat(leases.trySend()).isNull();
    }

    @Test
    void aFlushedCallDoesNothingIfAnotherReads() throws Exception {
        Call own = submitted(read(1));
        fill();
        assertThat(leases.tryRead(false)).isSameAs(connection);

        assertThat(leases.flushed(own)).isEqualTo(Next.NOTHING);
    }

    @Test
    void onlyTheThreadOfACallInFlightReadsNext() throws Exception {
        submitted(read(1));
        fill();

        assertThat(leases.flushed(read(2))).isEqualTo(Next.NOTHING);
        assertThat(leases.tryRead(false)).isSameAs(connection);
    }

    @Test
    void noThreadReadsAfterSendingForAFuture() throws Exception {
        Call own = queued(future(1));
        assertThat(leases.trySend()).isSameAs(own);
        fill();

        assertThat(leases.flushed(own)).isEqualTo(Next.NOTHING);
    }

    @Test
    void aCallThatIsDoneWhenItIsFlushedDoesNotRead() throws Exception {
        Call own = submitted(read(1));
        fill();
        calls.leave(own, AbandonReason.OUT_OF_TIME, ended);

        assertThat(leases.flushed(own)).isEqualTo(Next.NOTHING);
    }

    @Test
    void theLeaseIsFreeOnceAllIsFlushed() throws Exception {
        sent(read(1));
        Call next = queued(read(2));

        assertThat(leases.trySend()).isSameAs(next);
    }

    @Test
    void onlyTheHolderEndsSending() throws Exception {
        Call own = submitted(read(1));

        assertThat(leases.endSending(read(2))).isFalse();
        assertThat(leases.trySend()).isNull();
        assertThat(leases.endSending(own)).isTrue();
        assertThat(leases.trySend()).isSameAs(own);
    }

    @Test
    void endSendingReportsThatNoCallIsLeft() throws Exception {
        Call own = submitted(read(1));
        calls.leave(own, AbandonReason.OUT_OF_TIME, ended);

        assertThat(leases.endSending(own)).isFalse();
    }

    @Test
    void afterSendingEndedALossIsSettledAtOnce() throws Exception {
        Call own = submitted(write());
        fill();
        leases.endSending(own);

        assertThat(lose(own, false)).isEqualTo(Lost.SETTLED);
    }

    private static Call write() {
        return SampleCalls.of(SampleCalls.write(1));
    }

    // ---- any lease ----

    @Test
    void aCallInFlightGetsTheReadLease() throws Exception {
        Call own = sent(read(1));

        assertThat(leases.tryAny(own)).isEqualTo(Next.READ);
        assertThat(leases.tryAny(own)).isEqualTo(Next.NOTHING);
    }

    @Test
    void aCallThatWaitsToBeSentGetsTheWriteLease() throws Exception {
        sent(read(1));
        Call own = queued(read(2));

        assertThat(leases.tryAny(own)).isEqualTo(Next.SEND);
        assertThat(leases.trySend()).isNull();
    }

    @Test
    void aCallThatCannotBeSentReadsForOthers() throws Exception {
        sent(read(1, 2));
        Call own = queued(read(3));

        assertThat(leases.tryAny(own)).isEqualTo(Next.READ);
    }

    @Test
    void aCallReadsForOthersWhileAnotherSends() throws Exception {
        sent(read(1));
        submitted(read(2));
        Call own = queued(read(3));

        assertThat(leases.tryAny(own)).isEqualTo(Next.READ);
    }

    @Test
    void aCallThatIsDoneGetsNoLease() throws Exception {
        sent(read(1));
        Call own = queued(read(2));
        calls.leave(own, AbandonReason.OUT_OF_TIME, ended);

        assertThat(leases.tryAny(own)).isEqualTo(Next.NOTHING);
        assertThat(leases.tryRead(false)).isSameAs(connection);
    }

    @Test
    void nothingIsReadWhileNothingIsInFlight() throws Exception {
        submitted(read(1));
        Call own = queued(read(2));

        assertThat(leases.tryAny(own)).isEqualTo(Next.NOTHING);
        assertThat(leases.tryRead(false)).isNull();
    }

    @Test
    void noCallGetsALeaseForALostConnection() throws Exception {
        Call own = submitted(read(1));
        fill();
        lose(own, false);

        assertThat(leases.tryAny(own)).isEqualTo(Next.NOTHING);
        assertThat(leases.tryRead(false)).isNull();
    }

    // ---- the read lease ----

    @Test
    void oneThreadReadsAtATime() throws Exception {
        sent(read(1));
        assertThat(leases.tryRead(false)).isSameAs(connection);

        assertThat(leases.tryRead(false)).isNull();
        assertThat(leases.endReading()).isTrue();
        assertThat(leases.tryRead(false)).isSameAs(connection);
    }

    @Test
    void endReadingReportsWhetherCallsAreLeft() throws Exception {
        Call own = sent(read(1));
        assertThat(leases.tryRead(false)).isSameAs(connection);
        answer(own, 1);

        assertThat(leases.endReading()).isFalse();
    }

    @Test
    void theReaderWhoseCallIsDoneHasReleasedTheLease() throws Exception {
        Call own = sent(read(1, 2));
        assertThat(leases.tryRead(false)).isSameAs(connection);
        queued(read(3));
        assertThat(answer(own, 1)).isEqualTo(1);
        assertThat(own.waiter.endedReading).isFalse();
        assertThat(answer(own, 2)).isZero();

        assertThat(own.waiter.endedReading).isTrue();
        assertThat(own.waiter.leavesOthers).isTrue();
        assertThat(leases.isReadByCaller()).isFalse();
    }

    @Test
    void theLastReaderLeavesNoOthers() throws Exception {
        Call own = sent(read(1));
        assertThat(leases.tryRead(false)).isSameAs(connection);
        answer(own, 1);

        assertThat(own.waiter.endedReading).isTrue();
        assertThat(own.waiter.leavesOthers).isFalse();
    }

    @Test
    void theReaderKeepsTheLeaseWhileItDecodesForOthers() throws Exception {
        Call own = sent(read(1, 2));
        assertThat(leases.tryRead(false)).isSameAs(connection);
        answer(Leases.NOBODY, 1);

        assertThat(own.waiter.endedReading).isFalse();
        assertThat(leases.tryRead(false)).isNull();
    }

    @Test
    void theReaderOfAnotherThreadsCallKeepsTheLease() throws Exception {
        Call own = queued(future(1));
        assertThat(leases.trySend()).isSameAs(own);
        fill();
        queued(read(2));
        fill();
        assertThat(leases.tryRead(false)).isSameAs(connection);
        assertThat(answer(own, 1)).isEqualTo(1);

        assertThat(own.isDone()).isTrue();
        assertThat(own.waiter.endedReading).isFalse();
        assertThat(leases.tryRead(false)).isNull();
    }

    @Test
    void aReplyOnALostConnectionIsDropped() throws Exception {
        Call own = sent(write());
        lose(own, true);

        assertThat(answer(own, 1)).isNegative().isNotEqualTo(Leases.RELEASED);
        assertThat(leases.expected(connection, new WwepRequest[1])).isZero();
    }

    @Test
    void theExpectedRequestsAreThoseInFlight() throws Exception {
        sent(read(1, 2));

        assertThat(leases.expected(connection, new WwepRequest[5])).isEqualTo(2);
    }

    @Test
    void aConnectionThatMustNotBeReusedIsReleasedAfterTheLastReply() throws Exception {
        Call own = sent(read(1, 2));
        assertThat(leases.answer(connection, replies(1), 1, now, false, WINDOW, own, ended))
                .isEqualTo(1);
        assertThat(calls.connection()).isSameAs(connection);
        assertThat(leases.answer(connection, replies(2), 1, now, false, WINDOW, own, ended))
                .isEqualTo(Leases.RELEASED);
        assertThat(calls.connection()).isNull();
        assertThat(events.all).endsWith("closed: in good order");
    }

    @Test
    void eachReplyMayOpenTheWindow() throws Exception {
        Call own = sent(read(1, 2));
        queued(read(3, 4, 5));
        assertThat(calls.nextSender()).isNull();
        leases.answer(connection, replies(), 0, now, true, 10, own, ended);

        assertThat(calls.nextSender()).isNotNull();
        assertThat(leases.trySend()).isNotNull();
        assertThat(fill()).isEqualTo(3);
    }

    @Test
    void theLoopReadsConnectionsThatASelectorCanWaitFor() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            Connection selected = new Connection(2, new MemoryTransport(channel), 0, 1, settings);
            leases.install(selected, WINDOW);
            Call waiting = submitted(read(1));
            leases.fill(selected, new Batches(1), now, true, true, ended);
            assertThat(leases.isReadByCaller()).isTrue();
            assertThat(leases.tryRead(true)).isSameAs(selected);

            assertThat(leases.isReadByCaller()).isFalse();
            assertThat(leases.handReadingToCaller()).isTrue();
            assertThat(leases.handReadingToCaller()).isFalse();
            assertThat(leases.tryRead(true)).isSameAs(selected);
            assertThat(leases.answer(selected, replies(1), 1, now, true, WINDOW, Leases.NOBODY, ended))
                    .isZero();
            assertThat(waiting.isDone()).isTrue();
            assertThat(leases.tryExamine(selected, false)).isTrue();
        }
    }

    @Test
    void theLoopKeepsReadingIfOnlyFuturesWait() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            Connection selected = new Connection(2, new MemoryTransport(channel), 0, 1, settings);
            leases.install(selected, WINDOW);
            queued(future(1));
            leases.fill(selected, new Batches(1), now, true, true, ended);
            assertThat(calls.isReadByLoop()).isFalse();
            assertThat(leases.tryRead(true)).isSameAs(selected);

            assertThat(leases.handReadingToCaller()).isFalse();
            assertThat(leases.isReadByCaller()).isFalse();
            assertThat(calls.isReadByLoop()).isTrue();
        }
    }

    @Test
    void theLoopHandsNothingToACallerWhileNothingIsInFlight() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            Connection selected = new Connection(2, new MemoryTransport(channel), 0, 1, settings);
            leases.install(selected, WINDOW);
            submitted(write());
            leases.fill(selected, new Batches(1), now, true, true, ended);
            assertThat(leases.tryRead(true)).isSameAs(selected);
            leases.takeBack(selected, WwepRequest.Write.LENGTH);

            assertThat(leases.handReadingToCaller()).isFalse();
            assertThat(calls.isReadByLoop()).isTrue();
        }
    }

    @Test
    void aThreadReadsForTheLoopIfNoSelectorCanWait() throws Exception {
        sent(read(1));
        assertThat(leases.tryRead(true)).isSameAs(connection);

        assertThat(leases.isReadByCaller()).isTrue();
        assertThat(leases.handReadingToCaller()).isFalse();
    }

    // ---- an idle connection ----

    @Test
    void anIdleConnectionIsExaminedByOneThread() {
        assertThat(leases.tryExamine(connection, false)).isTrue();
        assertThat(leases.tryExamine(connection, false)).isFalse();
        assertThat(leases.endReading()).isFalse();
        assertThat(leases.isReadByCaller()).isFalse();
    }

    @Test
    void examiningAloneKeepsOthersFromSending() throws Exception {
        assertThat(leases.tryExamine(connection, true)).isTrue();

        assertThat(calls.submit(read(1), true)).isFalse();
        assertThat(leases.endSending(Leases.NOBODY)).isTrue();
    }

    @Test
    void examiningForTheSenderLeavesItTheWriteLease() throws Exception {
        Call own = submitted(read(1));

        assertThat(leases.tryExamine(connection, true)).isFalse();
        assertThat(leases.tryExamine(connection, false)).isTrue();
        assertThat(leases.endSending(own)).isTrue();
    }

    @Test
    void aBusyOrOtherConnectionIsNotExamined() throws Exception {
        assertThat(leases.tryExamine(connection(), false)).isFalse();
        sent(read(1));
        assertThat(leases.tryExamine(connection, false)).isFalse();
    }

    @Test
    void anIdleConnectionIsReleasedOnce() {
        WwepException cause = lost();

        assertThat(leases.release(connection, cause)).isTrue();
        assertThat(leases.release(connection, cause)).isFalse();
        assertThat(calls.connection()).isNull();
        assertThat(events.all).endsWith("closed: lost");
    }

    @Test
    void aBusyConnectionIsNotReleased() throws Exception {
        sent(read(1));

        assertThat(leases.release(connection, null)).isFalse();
        assertThat(calls.connection()).isSameAs(connection);
    }

    @Test
    void aClosedClientInstallsNoConnection() {
        calls.close(ended);

        assertThat(leases.install(connection(), WINDOW)).isFalse();
        assertThat(calls.connection()).isNull();
        assertThat(events.all).hasSize(2);
    }

    // ---- the connection is lost ----

    @Test
    void aLossIsSettledAtOnceIfNoThreadIsWriting() throws Exception {
        Call own = sent(write());
        assertThat(lose(own, false)).isEqualTo(Lost.SETTLED);

        assertThat(SampleCalls.of(ended)).containsExactly(own);
        assertThat(calls.connection()).isNull();
        assertThat(events.all).contains("closed: lost");
        assertThat(lose(own, false)).isEqualTo(Lost.NOTHING);
    }

    @Test
    void aLossDuringAWriteIsSettledByTheWriterWithTheFirstCause() throws Exception {
        Call own = submitted(write());
        fill();
        Loss first = new Loss(own, lost());
        assertThat(leases.lose(connection, first, false, ended)).isEqualTo(Lost.LEFT_TO_WRITER);
        assertThat(lose(own, false)).isEqualTo(Lost.LEFT_TO_WRITER);
        assertThat(own.isDone()).isFalse();

        assertThat(leases.flushed(own)).isEqualTo(Next.SETTLE);
        assertThat(leases.loss()).isEqualTo(first);
        assertThat(lose(own, true)).isEqualTo(Lost.SETTLED);
        assertThat(own.failure()).isSameAs(first.cause());
        assertThat(leases.loss()).isNull();
    }

    @Test
    void aConnectionThatNoCallWaitsForIsGivenUpUnlessOneDoesAgain() throws Exception {
        Call own = sent(read(1));
        calls.leave(own, AbandonReason.OUT_OF_TIME, ended);
        Loss deserted = new Loss(own, null);
        Call again = queued(read(2));
        assertThat(leases.lose(connection, deserted, false, ended)).isEqualTo(Lost.NOTHING);
        assertThat(calls.connection()).isSameAs(connection);
        calls.leave(again, AbandonReason.OUT_OF_TIME, ended);

        assertThat(leases.lose(connection, deserted, false, ended)).isEqualTo(Lost.SETTLED);
        assertThat(calls.connection()).isNull();
    }

    @Test
    void theWriterKeepsItsLeaseWhenItHasSettledALoss() throws Exception {
        Call own = submitted(read(1));
        fill();
        assertThat(lose(own, true)).isEqualTo(Lost.SETTLED);
        assertThat(own.isRetried()).isTrue();

        assertThat(leases.trySend()).isNull();
        assertThat(leases.endSending(own)).isTrue();
        assertThat(leases.trySend()).isSameAs(own);
    }

    @Test
    void unsentRequestsAreTakenBackOnlyOnTheirConnection() throws Exception {
        Call own = submitted(write());
        fill();
        leases.takeBack(connection(), WwepRequest.Write.LENGTH);
        assertThat(own.isInFlight()).isTrue();
        leases.takeBack(connection, WwepRequest.Write.LENGTH);
        assertThat(own.isInFlight()).isFalse();
        assertThat(lose(own, true)).isEqualTo(Lost.SETTLED);

        assertThat(own.isDone()).isFalse();
        assertThat(SampleCalls.of(ended)).isEmpty();
    }

    @Test
    void nothingIsSentAgainOnceTheClientIsClosed() throws Exception {
        Call own = submitted(read(1));
        calls.close(ended);
        assertThat(SampleCalls.of(ended)).isEmpty();

        assertThat(lose(own, true)).isEqualTo(Lost.NOTHING);
        assertThat(fill()).isEqualTo(-1);
    }

    @Test
    void theLoopNoLongerReadsAConnectionThatIsLost() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            Connection selected = new Connection(2, new MemoryTransport(channel), 0, 1, settings);
            leases.install(selected, WINDOW);
            Call own = queued(future(1));
            leases.fill(selected, new Batches(1), now, false, true, ended);
            leases.tryRead(true);
            assertThat(leases.lose(selected, new Loss(own, lost()), true, ended))
                    .isEqualTo(Lost.SETTLED);
            leases.install(connection, WINDOW);

            assertThat(leases.tryExamine(connection, false)).isTrue();
        }
    }
}
