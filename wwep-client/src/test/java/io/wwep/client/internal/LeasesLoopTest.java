package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.future;
import static io.wwep.client.internal.SampleCalls.read;
import static io.wwep.client.internal.SampleCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.internal.Leases.Reader;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the loop has the read lease of a connection that a selector can wait for. */
class LeasesLoopTest extends LeasesFixture {

    private final SocketChannel channel = open();
    private final Connection selected = new Connection(2, new MemoryTransport(channel), 0, 1, settings, closing);

    private static SocketChannel open() {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void select() {
        assertThat(calls.install(selected, WINDOW)).isTrue();
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    /** Returns a call whose requests were sent; the write lease is still that of its sender. */
    private Call sentOnSelected(Call call) throws Exception {
        submitted(call);
        assertThat(calls.fill(selected, new Batches(1), now, true, true, ended)).isPositive();
        return call;
    }

    @Test
    void theLoopReadsConnectionsThatASelectorCanWaitFor() throws Exception {
        Call waiting = sentOnSelected(read(1));
        assertThat(calls.tryReadByLoop(selected)).isFalse();
        assertThat(calls.tryRead(true)).isSameAs(selected);

        assertThat(calls.tryReadByLoop(selected)).isTrue();
        assertThat(calls.handReadingToCaller()).isTrue();
        assertThat(calls.handReadingToCaller()).isFalse();
        assertThat(calls.tryRead(true)).isSameAs(selected);
        assertThat(calls.answer(selected, replies(1), 1, now, true, WINDOW, Leases.NOBODY, ended))
                .isZero();
        assertThat(waiting.isDone()).isTrue();
        assertThat(calls.tryExamine(selected, false)).isTrue();
    }

    @Test
    void theLoopKeepsReadingIfOnlyFuturesWait() throws Exception {
        sentOnSelected(future(1));
        assertThat(calls.tryRead(true)).isSameAs(selected);

        assertThat(calls.handReadingToCaller()).isFalse();
        assertThat(reader()).isEqualTo(Reader.LOOP);
    }

    @Test
    void theLoopHandsNothingToACallerWhileNothingIsInFlight() throws Exception {
        sentOnSelected(write());
        assertThat(calls.tryRead(true)).isSameAs(selected);
        calls.takeBack(selected, WwepRequest.Write.LENGTH);

        assertThat(calls.handReadingToCaller()).isFalse();
        assertThat(reader()).isEqualTo(Reader.LOOP);
    }

    @Test
    void theLoopsReadLeaseEndsWithAConnectionWhoseRequestIsResent() throws Exception {
        sentOnSelected(future(1));
        assertThat(calls.tryRead(true)).isSameAs(selected);
        assertThat(calls.sendAgain(selected)).isTrue();

        assertThat(reader()).isEqualTo(Reader.NONE);
        assertThat(calls.connection()).isNull();
    }

    @Test
    void theLoopReadsForAFutureThatNoThreadReadsFor() throws Exception {
        assertThat(calls.tryReadByLoop(selected)).isFalse();
        queued(future(1));
        assertThat(calls.tryReadByLoop(selected)).isFalse();
        calls.fill(selected, new Batches(1), now, true, true, ended);

        assertThat(calls.tryReadByLoop(connection)).isFalse();
        assertThat(calls.tryReadByLoop(selected)).isTrue();
        assertThat(reader()).isEqualTo(Reader.LOOP);
    }

    @Test
    void theLoopDoesNotReadWhatNoOneWaitsFor() throws Exception {
        Call gone = sentOnSelected(future(1));
        calls.abandon(gone, AbandonReason.CANCELLED, ended);

        assertThat(calls.tryReadByLoop(selected)).isFalse();
    }

    @Test
    void theLoopDoesNotReadForAFutureIfACallerDoes() throws Exception {
        sentOnSelected(future(1));
        assertThat(calls.tryRead(false)).isSameAs(selected);

        assertThat(calls.tryReadByLoop(selected)).isFalse();
    }
}
