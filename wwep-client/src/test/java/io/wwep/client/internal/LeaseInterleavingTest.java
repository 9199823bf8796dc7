package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interleavings between two checks of a client's state, which a test cannot time from outside. */
class LeaseInterleavingTest {

    private static final Duration LIMIT = Duration.ofHours(1);
    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    private final MemoryTransport transport = new MemoryTransport();
    private Runnable onReply = () -> {};
    private final Settings settings = EngineSettings.local(1, LIMIT, Runnable::run, new Resources(Thread::new));
    private final ListenerDispatcher listeners = new ListenerDispatcher(List.of(), Runnable::run) {
        @Override
        void exchanged(WwepRequest request, WwepReply reply, long nanos) {
            onReply.run();
        }
    };
    private final Closing closing = new Closing();
    private final SteppedLock lock = new SteppedLock();
    private final Calls calls = new Calls(new Leases(settings, new CallQueue(settings, listeners)), closing, lock);
    private final Connection connection = new Connection(1, transport, System.nanoTime(), 0, settings, closing);
    private final ServerConnection server =
            new ServerConnection(settings, ConnectionBehavior.KEEP_ALIVE, listeners, closing);
    private final Completion completion = new Completion(
            settings.executor(),
            settings.resources(),
            listeners,
            new Recording(settings.server(), List.of()),
            closing,
            due -> {});
    private final Handover handover = new Handover(settings, server, calls, completion, next -> {});
    private final RequestSender sender = new RequestSender(settings, server, calls, completion, handover);
    private final ReplyReader reader = new ReplyReader(server, calls, completion, handover);
    private final Ended ended = new Ended();

    /** Returns a call that completes a future. */
    private static Call call() {
        return SampleCalls.future(WRITE, LIMIT);
    }

    private int fill(boolean trusted) {
        return calls.fill(connection, new Batches(1), System.nanoTime(), true, trusted, ended);
    }

    /** Puts a call in flight, for which the write lease is free. */
    private Call inFlight() throws WwepException {
        return inFlight(call());
    }

    private Call inFlight(Call call) throws WwepException {
        calls.submit(call, false);
        assertThat(calls.trySend()).isSameAs(call);
        assertThat(fill(true)).isEqualTo(1);
        calls.flushed(call);
        return call;
    }

    @BeforeEach
    void connect() {
        assertThat(calls.install(connection, 2)).isTrue();
    }

    @Test
    void aConnectionThatBecameIdleIsExaminedBeforeTheNextRequest() throws Exception {
        Call first = inFlight();
        Call second = call();
        calls.submit(second, false);
        assertThat(calls.trySend()).isSameAs(second);

        WwepReply[] replies = {WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234)};
        calls.answer(connection, replies, 1, System.nanoTime(), true, 1, first, ended);

        assertThat(fill(false)).isEqualTo(-1);
        assertThat(second.hasUnsent()).isTrue();
        assertThat(fill(true)).isEqualTo(1);
    }

    @Test
    void aRequestMayFollowOthersInFlightOnAnUnexaminedConnection() throws Exception {
        inFlight();
        Call second = call();
        calls.submit(second, false);
        assertThat(calls.trySend()).isSameAs(second);
        assertThat(fill(false)).isEqualTo(1);
    }

    @Test
    void aDesertedConnectionThatIsInUseAgainIsKept() throws Exception {
        calls.abandon(inFlight(), AbandonReason.CANCELLED, ended);
        assertThat(calls.isDeserted()).isTrue();
        Call late = inFlight();

        Loss deserted = new Loss(Call.empty(LIMIT), null);
        assertThat(calls.lose(connection, deserted, false, ended)).isEqualTo(Loss.Outcome.NOTHING);

        assertThat(late.state()).isEqualTo(Call.State.IN_FLIGHT);
        assertThat(calls.connection()).isSameAs(connection);
    }

    @Test
    void anUnexpectedErrorWhileFinishingAWriteFailsItsCallAndReleasesTheLease() throws Exception {
        transport.limitNextWriteTo(0);
        transport.failFlushing(new IllegalStateException("the transport's"));
        Call call = call();
        calls.submit(call, false);
        assertThat(calls.trySend()).isSameAs(call);

        Objects.requireNonNull(sender.sendNow(connection, call, true, ended)).run();

        assertThat(call.future()).failsWithin(Duration.ofSeconds(20));
        Call next = call();
        calls.submit(next, false);
        assertThat(calls.trySend()).isSameAs(next);
    }

    /** Otherwise a server would wait for the rest of an incomplete request. */
    @Test
    void theOutputEndsAfterRawBytesEvenIfTheyWereAcceptedInParts() throws Exception {
        transport.limitNextWriteTo(2);
        Call raw = SampleCalls.future(WwepRequest.raw("W0FAC"), LIMIT);
        calls.submit(raw, false);
        assertThat(calls.trySend()).isSameAs(raw);

        Runnable rest = Objects.requireNonNull(sender.sendNow(connection, raw, true, ended));
        assertThat(transport.isOutputEnded()).isFalse();
        rest.run();

        assertThat(transport.awaitWritten(5)).isEqualTo("W0FAC");
        assertThat(transport.isOutputEnded()).isTrue();
    }

    @Test
    void aThreadThatGaveTheReadLeaseBackLeavesTheConnectionToTheNextReader() throws Exception {
        Call own = inFlight(new Call(WRITE, LIMIT));
        Call other = inFlight();
        transport.reply("A0FAC0B1234");
        transport.end();
        // Simulates a quick next reader that finds the end of the stream.
        onReply = () -> assertThat(receiveMore()).isEqualTo(-1);

        assertThat(reader.receive(connection, own, ended, System.nanoTime())).isEqualTo(1);

        assertThat(own.isDone()).isTrue();
        assertThat(other.isDone()).isFalse();
        assertThat(calls.connection()).isSameAs(connection);
    }

    /** Otherwise both would read the same connection. */
    @Test
    void theLoopLeavesTheReplyToAThreadThatStartsToReadMeanwhile() throws Exception {
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey ready = channel.register(selector, SelectionKey.OP_READ);
            MemoryTransport selected = new MemoryTransport(channel);
            Connection busy = new Connection(2, selected, System.nanoTime(), 0, settings, closing);
            assertThat(calls.install(busy, 2)).isTrue();
            Call own = new Call(WRITE, LIMIT);
            EventLoop loop = settings.resources().acquire();
            LoopHandler handler = handler();
            CompletableFuture<Boolean> readByLoop = new CompletableFuture<>();

            try {
                loop.execute(() -> {
                    lock.afterNextUnlock(() -> {
                        sendAndTakeReadLease(busy, own);
                        selected.reply("A0FAC0B1234");
                    });
                    handler.ready(ready);
                    readByLoop.complete(own.isDone());
                });

                assertThat(readByLoop.get(20, TimeUnit.SECONDS)).isFalse();
                assertThat(reader.receive(busy, own, ended, System.nanoTime())).isZero();
                assertThat(own.isDone()).isTrue();
            } finally {
                closing.begin();
                handler.close();
                settings.resources().release();
            }
        }
    }

    private void sendAndTakeReadLease(Connection on, Call call) {
        try {
            calls.submit(call, true);
        } catch (WwepException e) {
            throw new AssertionError(e);
        }
        assertThat(calls.fill(on, new Batches(1), System.nanoTime(), true, true, ended))
                .isEqualTo(1);
        calls.flushed(Leases.NOBODY);
        assertThat(calls.tryRead(false)).isSameAs(on);
    }

    /** Simulates that the loop cannot start while another thread has sent the call. */
    @Test
    void theReplyToACallThatFailedInFlightIsNotMatchedToTheNext() throws Exception {
        Call failed = inFlight();
        calls.fail(failed, new WwepConnectionLostException("no thread", null, Delivery.UNKNOWN), ended);
        Call next = inFlight();

        WwepReply late = WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234);
        calls.answer(connection, new WwepReply[] {late}, 1, System.nanoTime(), true, 2, next, ended);
        assertThat(next.isDone()).isFalse();
    }

    private int receiveMore() {
        try {
            return connection.receive(System.nanoTime());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A lock that runs a task once, right after it was unlocked. */
    private static final class SteppedLock extends ReentrantLock {

        private static final long serialVersionUID = 1;

        private final transient AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

        void afterNextUnlock(Runnable step) {
            next.set(step);
        }

        @Override
        public void unlock() {
            super.unlock();
            Runnable step = isHeldByCurrentThread() ? null : next.getAndSet(null);
            if (step != null) {
                step.run();
            }
        }
    }

    private LoopHandler handler() {
        return new LoopHandler(settings, sender, reader, handover, calls, server, completion, closing);
    }

    /** Its call is the sender's when the client is closed, so only the sender can end it. */
    @Test
    void aLoneFutureFailsIfTheClientIsClosedBeforeItIsSent() throws Exception {
        LoopHandler handler = handler();
        Call lone = call();
        assertThat(calls.submit(lone, true)).isTrue();
        calls.close(ended);
        handler.close();
        handler.sendByCaller(lone);

        assertThat(Objects.requireNonNull(lone.future())).failsWithin(Duration.ofSeconds(20));
    }

    /** Otherwise no one would read its reply. */
    @Test
    void theLoopReadsForALoneFutureThatIsSentAsTheLoopStopsWaiting() throws Exception {
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey ready = channel.register(selector, SelectionKey.OP_READ);
            Connection busy = new Connection(2, new MemoryTransport(channel), System.nanoTime(), 0, settings, closing);
            assertThat(calls.install(busy, 2)).isTrue();
            Call own = new Call(WRITE, LIMIT);
            sendAndTakeReadLease(busy, own);
            EventLoop loop = settings.resources().acquire();
            LoopHandler handler = handler();
            CompletableFuture<Integer> waitsFor = new CompletableFuture<>();

            try {
                loop.execute(() -> {
                    lock.afterNextUnlock(() -> {
                        WwepReply[] replies = {WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234)};
                        calls.answer(busy, replies, 1, System.nanoTime(), true, 2, own, ended);
                        calls.endReading();
                        sendLone(busy);
                    });
                    handler.ready(ready);
                    waitsFor.complete(
                            Objects.requireNonNull(loop.keyOf(channel)).interestOps());
                });

                assertThat(waitsFor.get(20, TimeUnit.SECONDS)).isEqualTo(SelectionKey.OP_READ);
                assertThat(calls.tryReadByLoop(busy)).isTrue();
            } finally {
                closing.begin();
                handler.close();
                settings.resources().release();
            }
        }
    }

    private void sendLone(Connection on) {
        Call lone = call();
        try {
            assertThat(calls.submit(lone, true)).isTrue();
        } catch (WwepException e) {
            throw new AssertionError(e);
        }
        assertThat(calls.fill(on, new Batches(1), System.nanoTime(), true, true, ended))
                .isEqualTo(1);
        calls.flushed(lone);
    }

    /** A connection that the loop watches, and that has carried an exchange. */
    private Connection watched(MemoryTransport transport, EventLoop loop, LoopHandler handler) throws Exception {
        Connection watched = new Connection(2, transport, System.nanoTime(), 0, settings, closing);
        assertThat(calls.install(watched, 2)).isTrue();
        Call first = call();
        calls.submit(first, true);
        calls.fill(watched, new Batches(1), System.nanoTime(), true, true, ended);
        calls.flushed(first);
        transport.reply("A0FAC0B1234");
        assertThat(reader.receive(watched, first, ended, System.nanoTime())).isZero();
        CompletableFuture<Void> on = new CompletableFuture<>();
        loop.execute(() -> {
            handler.watch().on(watched);
            on.complete(null);
        });
        on.get(20, TimeUnit.SECONDS);
        assertThat(handler.watch().isOn(watched)).isTrue();
        return watched;
    }

    private void withAWatchedConnection(WithWatched test) throws Exception {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel channel = SocketChannel.open(listener.getLocalAddress())) {
            channel.configureBlocking(false);
            MemoryTransport selected = new MemoryTransport(channel);
            EventLoop loop = settings.resources().acquire();
            LoopHandler handler = handler();
            try {
                test.run(watched(selected, loop, handler), selected, handler);
            } finally {
                closing.begin();
                handler.close();
                settings.resources().release();
            }
        }
    }

    private interface WithWatched {
        void run(Connection watched, MemoryTransport transport, LoopHandler handler) throws Exception;
    }

    /** Otherwise its thread would wait for a reply that no one reads. */
    @Test
    void aCallerIsWokenToReadIfTheCallerOfALoneFutureSendsItsRequest() throws Exception {
        withAWatchedConnection((watched, selected, handler) -> {
            watched.markUsed(System.nanoTime() + TimeUnit.HOURS.toNanos(1)); // it stays in a burst
            Call lone = call();
            assertThat(calls.submit(lone, true)).isTrue();
            selected.holdWrites();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendByCaller(handler, lone));
            selected.awaitWritten(WwepRequest.Write.LENGTH);
            selected.reply("A0FAC0B1234");
            assertThat(reader.receive(watched, lone, ended, System.nanoTime())).isZero();
            watched.markUsed(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
            Call own = new Call(WRITE, LIMIT);
            assertThat(calls.submit(own, true)).isFalse();
            assertThat(calls.tryAny(own)).isEqualTo(Next.NOTHING);
            selected.releaseWrites();
            sending.get(20, TimeUnit.SECONDS);

            assertThat(own.isInFlight()).isTrue();
            assertThat(own.waiter.takeOffer()).isTrue();
        });
    }

    private static void sendByCaller(LoopHandler handler, Call lone) {
        try {
            handler.sendByCaller(lone);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLoneFutureIsNotSentOnAConnectionThatHasEndedUnnoticed() throws Exception {
        withAWatchedConnection((watched, selected, handler) -> {
            watched.markUsed(System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
            selected.end();
            Call lone = call();
            assertThat(calls.submit(lone, true)).isTrue();
            handler.sendByCaller(lone);

            assertThat(calls.connection()).isNotSameAs(watched);
            selected.awaitClosed();
        });
    }
}
