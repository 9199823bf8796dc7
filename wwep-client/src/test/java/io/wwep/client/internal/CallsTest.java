package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.LossCause;
import io.wwep.client.WwepStatistics;
import io.wwep.client.internal.Leases.Reader;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The state of a client, step by step. */
class CallsTest {

    private final NotedEvents events = new NotedEvents();
    private final Settings settings = EngineSettings.usual();
    private final Closing closing = new Closing();
    private final Leases leases = new Leases(settings, new CallQueue(settings, events));
    private final ReentrantLock lock = new ReentrantLock();
    private final Calls calls = new Calls(leases, closing, lock);
    private final Connection connection = new Connection(1, new MemoryTransport(), 0, 1, settings, closing);
    private final Ended ended = new Ended();
    private final long now = System.nanoTime();

    @AfterEach
    void theLockIsFree() {
        assertThat(lock.isLocked()).isFalse();
    }

    /** Queues calls; the first has the write lease. */
    private void submit(Call... all) throws Exception {
        for (Call call : all) {
            var unused = calls.submit(call, call == all[0]);
        }
    }

    private void connect() {
        assertThat(calls.install(connection, 10)).isTrue();
    }

    /** Sends up to this many requests, for the call that has the write lease. */
    private void send(int most) {
        assertThat(calls.fill(connection, new Batches(most), now, true, true, ended))
                .isPositive();
    }

    // ---- calls come ----

    @Test
    void theFirstCallThatWouldSendHasTheWriteLease() throws Exception {
        assertThat(calls.submit(read(1), true)).isTrue();
        assertThat(calls.submit(read(2), true)).isFalse();
    }

    @Test
    void aCallThatDoesNotSendHasNoLease() throws Exception {
        Call first = future(1);
        assertThat(calls.submit(first, false)).isFalse();
        assertThat(calls.submit(read(2), true)).isTrue();
        assertThat(calls.oldest()).isSameAs(first);
    }

    @Test
    void aFutureHasTheWriteLeaseIfNoOtherCallIsQueued() throws Exception {
        Call first = future(1);
        assertThat(calls.submit(first, true)).isTrue();
        assertThat(calls.endSending(first)).isTrue();

        assertThat(calls.submit(future(2), true)).isFalse();
        assertThat(calls.submit(read(3), true)).isTrue();
    }

    @Test
    void aClosedClientRefusesCalls() {
        assertThat(calls.close(ended)).isNull();
        Call call = read(1);

        assertThatThrownBy(() -> calls.submit(call, true))
                .isInstanceOf(WwepConnectionLostException.class)
                .hasMessageContaining("closed");
        assertThat(call.isDone()).isTrue();
        assertThat(calls.oldest()).isNull();
        assertThat(events.all).containsExactly("R0FAC01 failed: NOT_SENT");
    }

    @Test
    void theNextRequestIsTheFirstThatIsNotSent() throws Exception {
        assertThat(calls.nextRequest()).isNull();
        connect();
        submit(read(1, 2));
        send(1);

        assertThat(calls.nextRequest()).hasToString("R0FAC02");
    }

    // ---- the connection ----

    @Test
    void theObserverIsNotifiedOfAnOpenedConnection() {
        connect();

        assertThat(events.all).containsExactly("opened 1 from 2");
        assertThat(calls.connection()).isSameAs(connection);
    }

    @Test
    void withoutAConnectionOneRequestCanBeSent() throws Exception {
        Call first = read(1);
        submit(first, read(2));

        assertThat(calls.nextSender()).isNull();
        assertThat(calls.endSending(first)).isTrue();
        assertThat(calls.nextSender()).isSameAs(first);
    }

    @Test
    void aClientIsIdleWhileNothingIsInFlight() throws Exception {
        connect();
        submit(read(1));
        assertThat(calls.isIdle()).isTrue();
        send(1);
        assertThat(calls.isIdle()).isFalse();
    }

    // ---- closing ----

    @Test
    void closingAnIdleClientClosesTheConnectionInAnOrderlyWay() {
        connect();

        assertThat(closing.hasBegun()).isFalse();
        assertThat(calls.close(ended)).isSameAs(connection);
        assertThat(closing.hasBegun()).isTrue();
        assertThat(calls.connection()).isNull();
        assertThat(events.all).endsWith("closed: in good order");
        assertThat(calls.close(ended)).isNull();
    }

    @Test
    void closingUnderACallFailsItAndCountsTheConnectionAsLost() throws Exception {
        connect();
        Call call = read(1);
        submit(call);
        send(1);

        assertThat(calls.close(ended)).isSameAs(connection);
        assertThat(SampleCalls.of(ended)).containsExactly(call);
        assertThat(call.failure()).isNotNull();
        assertThat(events.all).contains("closed: the client was closed", "R0FAC01 failed: UNKNOWN");
        assertThat(statistics().losses()).isEqualTo(Map.of(LossCause.ABORTED, 1L));
    }

    @Test
    void closingLeavesTheSendersUnsentCallToIt() throws Exception {
        Call sender = read(1);
        Call other = read(2);
        submit(sender, other);
        calls.close(ended);

        assertThat(SampleCalls.of(ended)).containsExactly(other);
        assertThat(sender.isDone()).isFalse();
    }

    @Test
    void closingLeavesTheReadLeaseToAReadingThread() throws Exception {
        connect();
        submit(read(1));
        send(1);
        assertThat(calls.tryRead(false)).isSameAs(connection);
        calls.close(ended);

        assertThat(leases.reader).isEqualTo(Reader.CALLER);
    }

    // ---- calls end ----

    @Test
    void aFailedCallIsHandedOver() throws Exception {
        Call call = read(1);
        submit(call);
        calls.fail(call, lost(), ended);

        assertThat(SampleCalls.of(ended)).containsExactly(call);
        assertThat(calls.oldest()).isNull();
    }

    @Test
    void aCallIsAbandonedOnce() throws Exception {
        Call call = read(1);
        submit(call);

        assertThat(calls.abandon(call, AbandonReason.INTERRUPTED, ended)).isTrue();
        assertThat(calls.abandon(call, AbandonReason.OUT_OF_TIME, ended)).isFalse();
        assertThat(SampleCalls.of(ended)).containsExactly(call);
        assertThat(call.failure()).isInstanceOf(WwepInterruptedException.class);
    }

    @Test
    void futuresExpire() throws Exception {
        Call call = future(1);
        assertThat(calls.submit(call, false)).isFalse();

        assertThat(calls.expire(now, ended)).isEqualTo(call.deadline().end());
        assertThat(calls.expire(call.deadline().end(), ended)).isZero();
        assertThat(SampleCalls.of(ended)).containsExactly(call);
    }

    /** Makes the loop wait for the reply to a call. */
    private void readByLoop(SocketChannel channel, Call call) throws Exception {
        Connection selected = new Connection(2, new MemoryTransport(channel), 0, 1, settings, closing);
        assertThat(calls.install(selected, 1)).isTrue();
        submit(call);
        assertThat(calls.fill(selected, new Batches(1), now, true, true, ended)).isEqualTo(1);
        assertThat(calls.tryRead(true)).isSameAs(selected);
    }

    @Test
    void theLoopChecksAgainWhenItsReplyIsOverdue() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            readByLoop(channel, future(1));

            assertThat(calls.expire(now, ended)).isEqualTo(now + EngineSettings.REPLY_TIMEOUT.toNanos());
        }
    }

    @Test
    void theLoopNeedNotCheckAReplyToARequestThatNeverLeft() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            readByLoop(channel, read(1));
            calls.takeBack(Objects.requireNonNull(calls.connection()), WwepRequest.Read.LENGTH);

            assertThat(calls.expire(now, ended)).isZero();
        }
    }

    @Test
    void theLoopChecksAgainAtAnEarlierDeadline() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            Call call = future(1, EngineSettings.REPLY_TIMEOUT.dividedBy(2));
            readByLoop(channel, call);

            assertThat(calls.expire(now, ended)).isEqualTo(call.deadline().end());
        }
    }

    @Test
    void theLoopAlsoChecksAReplyThatOnlyAThreadWaitsFor() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            readByLoop(channel, read(1));

            assertThat(calls.expire(now, ended)).isEqualTo(now + EngineSettings.REPLY_TIMEOUT.toNanos());
        }
    }

    @Test
    void aReadingThreadChecksItsReplyItself() throws Exception {
        connect();
        submit(read(1));
        send(1);
        assertThat(calls.tryRead(false)).isSameAs(connection);

        assertThat(calls.expire(now, ended)).isZero();
    }

    // ---- others go on ----

    @Test
    void theNextSenderIsOfferedTheFreeLease() throws Exception {
        connect();
        Call call = read(1);
        assertThat(calls.submit(call, false)).isFalse();

        assertThat(calls.nextSender()).isSameAs(call);
        assertThat(call.waiter.takeOffer()).isTrue();
        assertThat(call.waiter.takeOffer()).isFalse();
    }

    @Test
    void theNextReaderIsTheOldestCallThatSomebodyWaitsFor() throws Exception {
        connect();
        Call left = read(1);
        Call waiting = read(2);
        submit(left, waiting);
        assertThat(calls.nextReader()).isNull();
        send(2);
        assertThat(calls.abandon(left, AbandonReason.OUT_OF_TIME, ended)).isTrue();

        assertThat(calls.nextReader()).isSameAs(waiting);
        assertThat(waiting.waiter.takeOffer()).isTrue();
        assertThat(calls.tryRead(false)).isSameAs(connection);
        assertThat(calls.nextReader()).isNull();
        assertThat(waiting.waiter.takeOffer()).isFalse();
    }

    @Test
    void noThreadUsesALostConnectionBeforeItsWriterHasSettledTheLoss() throws Exception {
        connect();
        Call first = read(1);
        submit(first, read(2));
        send(1);
        assertThat(calls.lose(connection, new Loss(first, lost()), false, ended))
                .isEqualTo(Loss.Outcome.LEFT_TO_WRITER);

        assertThat(calls.nextReader()).isNull();
        assertThat(calls.endSending(first)).isTrue();
        assertThat(calls.nextSender()).isNull();
        assertThat(calls.isDeserted()).isFalse();
    }

    @Test
    void aConnectionIsDesertedIfNoCallWaitsForItsReplies() throws Exception {
        connect();
        assertThat(calls.isDeserted()).isFalse();
        Call call = read(1);
        submit(call);
        assertThat(calls.isDeserted()).isFalse();
        send(1);
        assertThat(calls.isDeserted()).isFalse();
        assertThat(calls.abandon(call, AbandonReason.OUT_OF_TIME, ended)).isTrue();
        assertThat(calls.isDeserted()).isTrue();
        assertThat(calls.tryRead(false)).isSameAs(connection);
        assertThat(calls.isDeserted()).isFalse();
    }

    @Test
    void aLostConnectionIsNotDeserted() throws Exception {
        connect();
        Call call = read(1);
        submit(call);
        send(1);
        assertThat(calls.abandon(call, AbandonReason.OUT_OF_TIME, ended)).isTrue();
        calls.lose(connection, new Loss(call, lost()), false, ended);

        assertThat(calls.isDeserted()).isFalse();
    }

    @Test
    void aCallIsAbandonedOnlyIfSomeoneWaitsForAnother() throws Exception {
        Call own = read(1);
        Call other = read(2);
        submit(own, other);
        assertThat(calls.abandonIfOthersWait(own, AbandonReason.INTERRUPTED, ended))
                .isTrue();
        assertThat(own.isDone()).isTrue();
        assertThat(calls.abandonIfOthersWait(other, AbandonReason.OUT_OF_TIME, ended))
                .isFalse();
        assertThat(other.isDone()).isFalse();
        assertThat(SampleCalls.of(ended)).containsExactly(own);
    }

    // ---- statistics ----

    private WwepStatistics statistics() {
        return calls.statistics(3, ConnectionBehavior.KEEP_ALIVE);
    }

    @Test
    void statisticsCountFinishedAndPendingRequests() throws Exception {
        connect();
        Call first = read(1, 2, 3);
        submit(first, read(4));
        send(2);
        calls.answer(connection, replies(1), 1, now, true, 10, Leases.NOBODY, ended);

        WwepStatistics statistics = statistics();
        assertThat(statistics.connectionsOpened()).isEqualTo(1);
        assertThat(statistics.connectionsLost()).isZero();
        assertThat(statistics.connectsFailed()).isEqualTo(3);
        assertThat(statistics.accepted()).isEqualTo(1);
        assertThat(statistics.inFlight()).isEqualTo(1);
        assertThat(statistics.queued()).isEqualTo(2);
    }

    @Test
    void statisticsCountRefusedAndFailedRequests() throws Exception {
        connect();
        Call batch = read(1, 2, 3);
        submit(batch);
        send(3);
        calls.answer(connection, new WwepReply[] {WwepReply.refused()}, 1, now, true, 10, Leases.NOBODY, ended);
        calls.fail(batch, lost(), ended);

        assertThat(statistics().refused()).isEqualTo(1);
        assertThat(statistics().failed()).isEqualTo(2);
    }

    @Test
    void statisticsCountConnectionsThatBrokeButNotThoseClosedInAnOrderlyWay() {
        connect();
        assertThat(calls.release(connection, null)).isTrue();
        assertThat(statistics().losses()).isEmpty();
        connect();
        assertThat(calls.release(connection, lost())).isTrue();

        assertThat(statistics().losses()).isEqualTo(Map.of(LossCause.CLOSED, 1L));
    }
}
