package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.DEVICE;
import static io.wwep.client.internal.SampleCalls.lost;
import static io.wwep.client.internal.SampleCalls.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Threads that write and read at the same time, each paused where the test needs it. */
class LockStepTest {

    private static final String FIRST = "A0FAC010001";
    private static final String SECOND = "A0FAC020001";

    private final LeaseHarness client = new LeaseHarness();
    private final MemoryTransport transport = client.transport;

    private static WwepRequest read(int register) {
        return WwepRequest.read(DEVICE, register);
    }

    /** Makes a call on another thread, which waits for its reply. */
    private CompletableFuture<WwepReply> reading(WwepRequest request) throws InterruptedException {
        CompletableFuture<WwepReply> call = client.callInThread(request);
        assertThat(transport.awaitWritten(request.length())).isEqualTo(request.toString());
        transport.awaitReader();
        return call;
    }

    /** Makes a call on another thread, which is paused in its write after the bytes were sent. */
    private CompletableFuture<WwepReply> writing(WwepRequest request) throws InterruptedException {
        transport.holdWrites();
        CompletableFuture<WwepReply> call = client.callInThread(request);
        assertThat(transport.awaitWritten(request.length())).isEqualTo(request.toString());
        return call;
    }

    private static WwepReply outcome(CompletableFuture<WwepReply> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aWriteIsSentAtOnceWhileAReadIsPending() throws Exception {
        CompletableFuture<WwepReply> pending = reading(read(1));

        CompletableFuture<WwepReply> second = client.callInThread(write(2));
        assertThat(transport.awaitWritten(WwepRequest.Write.LENGTH)).isEqualTo("W0FAC020001");
        assertThat(pending).isNotDone();
        transport.reply(FIRST + SECOND);
        assertThat(outcome(pending)).hasToString(FIRST);
        assertThat(outcome(second)).hasToString(SECOND);
    }

    @Test
    void noSecondReaderDecodesWhileTheFirstHasHalfAReply() throws Exception {
        CompletableFuture<WwepReply> first = reading(read(1));
        transport.reply("A0FAC0");
        transport.awaitReader();
        Call second = SampleCalls.read(2);
        assertThat(client.calls.submit(second, false)).isFalse();

        assertThat(client.calls.tryRead(false)).isNull();
        assertThat(client.calls.tryAny(second)).isEqualTo(Next.NOTHING);
        transport.reply("10001");
        assertThat(outcome(first)).hasToString(FIRST);
        assertThat(client.calls.tryAny(second)).isEqualTo(Next.SEND);
    }

    @Test
    void aReplyMayArriveBeforeTheWriteReturns() throws Exception {
        CompletableFuture<WwepReply> call = writing(read(1));
        transport.reply(FIRST);
        assertThat(call).isNotDone();
        transport.releaseWrites();

        assertThat(outcome(call)).hasToString(FIRST);
    }

    @Test
    void aReaderMayCompleteTheCallOfAThreadThatIsStillWriting() throws Exception {
        CompletableFuture<WwepReply> reader = reading(read(1));
        CompletableFuture<WwepReply> writer = writing(read(2));
        transport.reply(FIRST + SECOND);
        assertThat(outcome(reader)).hasToString(FIRST);
        assertThat(client.calls.isIdle()).isTrue();
        assertThat(writer).isNotDone();
        transport.releaseWrites();

        assertThat(outcome(writer)).hasToString(SECOND);
    }

    @Test
    void aLossFoundByTheReaderWhileAnotherThreadWritesIsSettledByTheWriter() throws Exception {
        CompletableFuture<WwepReply> reader = reading(write(1));
        CompletableFuture<WwepReply> writer = writing(write(2));
        transport.end();
        transport.awaitClosed();
        assertThat(client.calls.connection()).isSameAs(client.connection);
        assertThat(reader).isNotDone();
        transport.releaseWrites();

        assertThatThrownBy(() -> outcome(reader))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(WwepConnectionLostException.class);
        assertThatThrownBy(() -> outcome(writer))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(WwepConnectionLostException.class);
        assertThat(client.calls.connection()).isNull();
    }

    /**
     * Fails a write after this many bytes were sent, and lets its writer settle that; returns how many bytes were not sent.
     */
    private int writeFails(Call call, int left) throws Exception {
        transport.failNextWriteAfter(left);
        assertThat(client.calls.submit(call, true)).isTrue();
        Batches batches = new Batches(1);
        long now = System.nanoTime();
        assertThat(client.calls.fill(client.connection, batches, now, true, true, call.waiter.ended))
                .isEqualTo(1);
        IOException failure = assertThrows(IOException.class, () -> client.connection.send(batches.requests(), 1, now));
        int neverLeft = client.connection.neverLeft(failure);
        client.calls.takeBack(client.connection, neverLeft);
        assertThat(client.calls.lose(client.connection, new Loss(call, lost()), true, call.waiter.ended))
                .isEqualTo(Loss.Outcome.SETTLED);
        return neverLeft;
    }

    @Test
    void anUnsentWriteIsResentOnAnotherConnection() throws Exception {
        Call call = SampleCalls.of(write(1));
        assertThat(writeFails(call, 0)).isEqualTo(WwepRequest.Write.LENGTH);
        assertThat(call.isDone()).isFalse();
        MemoryTransport another = new MemoryTransport();
        Connection connection = new Connection(2, another, System.nanoTime(), 1, client.settings, client.closing);
        assertThat(client.calls.install(connection, 1)).isTrue();
        Batches batches = new Batches(1);
        long now = System.nanoTime();

        assertThat(client.calls.fill(connection, batches, now, false, true, call.waiter.ended))
                .isEqualTo(1);
        assertThat(connection.send(batches.requests(), 1, now)).isTrue();
        assertThat(another.awaitWritten(WwepRequest.Write.LENGTH)).isEqualTo("W0FAC010001");
        assertThat(client.calls.flushed(call)).isEqualTo(Next.READ);
        another.reply(FIRST);
        client.reader.read(connection, call);
        assertThat(call.reply(0)).hasToString(FIRST);
    }

    @Test
    void aPartlySentWriteIsNotResent() throws Exception {
        Call call = SampleCalls.of(write(1));

        assertThat(writeFails(call, 1)).isEqualTo(WwepRequest.Write.LENGTH - 1);
        assertThat(call.failure()).isInstanceOf(WwepConnectionLostException.class);
    }
}
