package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.internal.Leases.Reader;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** The leases of a connection that is idle, or lost. */
class LeasesConnectionTest extends LeasesFixture {

    @Test
    void anIdleConnectionIsExaminedByOneThread() {
        assertThat(calls.tryExamine(connection, false)).isTrue();
        assertThat(calls.tryExamine(connection, false)).isFalse();
        assertThat(calls.endReading()).isFalse();
        assertThat(reader()).isEqualTo(Reader.NONE);
    }

    @Test
    void examiningAloneKeepsOthersFromSending() throws Exception {
        assertThat(calls.tryExamine(connection, true)).isTrue();

        assertThat(calls.submit(read(1), true)).isFalse();
        assertThat(calls.endSending(Leases.NOBODY)).isTrue();
    }

    @Test
    void examiningForTheSenderLeavesItTheWriteLease() throws Exception {
        Call own = submitted(read(1));

        assertThat(calls.tryExamine(connection, true)).isFalse();
        assertThat(calls.tryExamine(connection, false)).isTrue();
        assertThat(calls.endSending(own)).isTrue();
    }

    @Test
    void aBusyOrOtherConnectionIsNotExamined() throws Exception {
        assertThat(calls.tryExamine(connection(), false)).isFalse();
        sent(read(1));
        assertThat(calls.tryExamine(connection, false)).isFalse();
    }

    @Test
    void anIdleConnectionIsReleasedOnce() {
        WwepException cause = lost();

        assertThat(calls.release(connection, cause)).isTrue();
        assertThat(calls.release(connection, cause)).isFalse();
        assertThat(calls.connection()).isNull();
        assertThat(events.all).endsWith("closed: lost");
    }

    @Test
    void aBusyConnectionIsNotReleased() throws Exception {
        sent(read(1));

        assertThat(calls.release(connection, null)).isFalse();
        assertThat(calls.connection()).isSameAs(connection);
    }

    @Test
    void aClosedClientInstallsNoConnection() {
        calls.close(ended);

        assertThat(calls.install(connection(), WINDOW)).isFalse();
        assertThat(calls.connection()).isNull();
        assertThat(events.all).hasSize(2);
    }

    @Test
    void aLossIsSettledAtOnceIfNoThreadIsWriting() throws Exception {
        Call own = sent(write());
        assertThat(lose(own, false)).isEqualTo(Loss.Outcome.SETTLED);

        assertThat(SampleCalls.of(ended)).containsExactly(own);
        assertThat(calls.connection()).isNull();
        assertThat(events.all).contains("closed: lost");
        assertThat(lose(own, false)).isEqualTo(Loss.Outcome.NOTHING);
    }

    @Test
    void aLossDuringAWriteIsSettledByTheWriterWithTheFirstCause() throws Exception {
        Call own = submitted(write());
        fill();
        Loss first = new Loss(own, lost());
        assertThat(calls.lose(connection, first, false, ended)).isEqualTo(Loss.Outcome.LEFT_TO_WRITER);
        assertThat(lose(own, false)).isEqualTo(Loss.Outcome.LEFT_TO_WRITER);
        assertThat(own.isDone()).isFalse();

        assertThat(calls.flushed(own)).isEqualTo(Next.SETTLE);
        assertThat(calls.loss()).isEqualTo(first);
        assertThat(lose(own, true)).isEqualTo(Loss.Outcome.SETTLED);
        assertThat(own.failure()).isSameAs(first.cause());
        assertThat(calls.loss()).isNull();
    }

    @Test
    void aConnectionThatNoCallWaitsForIsGivenUpUnlessOneDoesAgain() throws Exception {
        Call own = sent(read(1));
        calls.abandon(own, AbandonReason.OUT_OF_TIME, ended);
        Loss deserted = new Loss(own, null);
        Call again = queued(read(2));
        assertThat(calls.lose(connection, deserted, false, ended)).isEqualTo(Loss.Outcome.NOTHING);
        assertThat(calls.connection()).isSameAs(connection);
        calls.abandon(again, AbandonReason.OUT_OF_TIME, ended);

        assertThat(calls.lose(connection, deserted, false, ended)).isEqualTo(Loss.Outcome.SETTLED);
        assertThat(calls.connection()).isNull();
    }

    @Test
    void theWriterKeepsItsLeaseWhenItHasSettledALoss() throws Exception {
        Call own = submitted(read(1));
        fill();
        assertThat(lose(own, true)).isEqualTo(Loss.Outcome.SETTLED);
        assertThat(own.isRetried()).isTrue();

        assertThat(calls.trySend()).isNull();
        assertThat(calls.endSending(own)).isTrue();
        assertThat(calls.trySend()).isSameAs(own);
    }

    @Test
    void unsentRequestsAreTakenBackOnlyOnTheirConnection() throws Exception {
        Call own = submitted(write());
        fill();
        calls.takeBack(connection(), WwepRequest.Write.LENGTH);
        assertThat(own.isInFlight()).isTrue();
        calls.takeBack(connection, WwepRequest.Write.LENGTH);
        assertThat(own.isInFlight()).isFalse();
        assertThat(lose(own, true)).isEqualTo(Loss.Outcome.SETTLED);

        assertThat(own.isDone()).isFalse();
        assertThat(SampleCalls.of(ended)).isEmpty();
    }

    @Test
    void nothingIsSentAgainOnceTheClientIsClosed() throws Exception {
        Call own = submitted(read(1));
        calls.close(ended);
        assertThat(SampleCalls.of(ended)).isEmpty();

        assertThat(lose(own, true)).isEqualTo(Loss.Outcome.NOTHING);
        assertThat(fill()).isEqualTo(-1);
    }

    @Test
    void theLoopNoLongerReadsAConnectionThatIsLost() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            Connection selected = new Connection(2, new MemoryTransport(channel), 0, 1, settings, closing);
            calls.install(selected, WINDOW);
            Call own = queued(future(1));
            calls.fill(selected, new Batches(1), now, false, true, ended);
            calls.tryRead(true);
            assertThat(calls.lose(selected, new Loss(own, lost()), true, ended)).isEqualTo(Loss.Outcome.SETTLED);
            calls.install(connection, WINDOW);

            assertThat(calls.tryExamine(connection, false)).isTrue();
        }
    }
}
