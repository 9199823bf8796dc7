package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The log, or a socket of the user's factory, may throw as a connection is closed. The calls that end with the connection fail for
 * the reason it was closed, and no thread remains.
 */
class FailingCloseTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final WwepResources resources = WwepResources.create((work, name) -> {
        Thread thread = new Thread(work, name);
        threads.add(thread);
        return thread;
    });

    @AfterEach
    void noThreadRemains() throws Exception {
        for (Thread thread : threads) {
            thread.join(20_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /** Starts a peer that does not answer. */
    private ScriptedPeer silent() throws IOException {
        return new ScriptedPeer(talk -> {
            talk.request();
            requested.countDown();
            talk.untilEnd();
        });
    }

    private WwepClientBuilder client(ScriptedPeer peer) {
        return peer.client().resources(resources).deadline(Duration.ofHours(1));
    }

    /** Creates sockets that close, and then throw. */
    private static SocketFactory closingBadly() {
        GatedSockets factory = new GatedSockets() {
            @Override
            protected Socket make() {
                return new Socket() {
                    @Override
                    public synchronized void close() throws IOException {
                        boolean first = !isClosed();
                        super.close();
                        if (first) {
                            throw new IllegalStateException("the user's");
                        }
                    }
                };
            }
        };
        factory.gate.countDown();
        return factory;
    }

    private static void assertLost(CompletableFuture<?> future) {
        assertThat(future)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(WwepConnectionLostException.class);
    }

    private static void assertTimedOut(CompletableFuture<?> future) {
        assertThat(future)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(WwepTimeoutException.class);
    }

    @Test
    void anOverdueFutureFailsEvenIfTheLogThrows() throws Exception {
        try (ScriptedPeer peer = silent();
                ThrowingLog log = new ThrowingLog(" closed");
                WwepClient client = client(peer).replyTimeout(SHORT).build()) {
            assertTimedOut(client.exchangeAsync(READ));
            assertThat(log.hasThrown()).isTrue();
        }
    }

    @Test
    void anOverdueCallFailsForThatReasonEvenIfTheLogThrows() throws Exception {
        try (ScriptedPeer peer = silent();
                ThrowingLog log = new ThrowingLog(" closed");
                WwepClient client = client(peer).replyTimeout(SHORT).build()) {
            assertThat(Caller.of(() -> client.exchange(READ)).failure()).isInstanceOf(WwepTimeoutException.class);
            assertThat(log.hasThrown()).isTrue();
        }
    }

    @Test
    void aFutureOfAClosedClientFailsEvenIfTheLogThrows() throws Exception {
        try (ScriptedPeer peer = silent();
                ThrowingLog log = new ThrowingLog(" closed")) {
            WwepClient client = client(peer).replyTimeout(Duration.ofHours(1)).build();
            CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
            requested.await();

            client.close();

            assertLost(future);
            assertThat(log.hasThrown()).isTrue();
            assertThat(resources)
                    .extracting("clients")
                    .asInstanceOf(InstanceOfAssertFactories.COLLECTION)
                    .isEmpty();
        }
    }

    @Test
    void anOverdueCallFailsForThatReasonEvenIfItsSocketThrows() throws Exception {
        try (ScriptedPeer peer = silent();
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = client(peer)
                        .replyTimeout(SHORT)
                        .socketFactory(closingBadly())
                        .build()) {
            assertThat(Caller.of(() -> client.exchange(READ)).failure()).isInstanceOf(WwepTimeoutException.class);
            assertThat(log.warnings()).singleElement().asString().contains("closing Socket[", "failed");
        }
    }

    @Test
    void anOverdueFutureFailsEvenIfItsSocketThrows() throws Exception {
        try (ScriptedPeer peer = silent();
                WwepClient client = client(peer)
                        .replyTimeout(SHORT)
                        .socketFactory(closingBadly())
                        .build()) {
            assertTimedOut(client.exchangeAsync(READ));
        }
    }

    @Test
    void aFutureOfAClosedClientFailsEvenIfItsSocketThrows() throws Exception {
        try (ScriptedPeer peer = silent()) {
            WwepClient client = client(peer)
                    .replyTimeout(Duration.ofHours(1))
                    .socketFactory(closingBadly())
                    .build();
            CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
            requested.await();

            client.close();

            assertLost(future);
        }
    }

    @Test
    void aFutureFailsIfTheClientIsClosedWhileItsSocketConnectsAndTheSocketThrows() throws Exception {
        CountDownLatch connecting = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        GatedSockets sockets = new GatedSockets() {
            @Override
            protected Socket make() {
                return new Socket() {
                    @Override
                    public void connect(SocketAddress server, int timeout) throws IOException {
                        connecting.countDown();
                        Caller.await(closed);
                        throw new IOException("closed");
                    }

                    @Override
                    public synchronized void close() throws IOException {
                        closed.countDown();
                        super.close();
                        throw new IllegalStateException("the user's");
                    }
                };
            }
        };
        sockets.gate.countDown();
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            WwepClient client = client(peer).socketFactory(sockets).build();
            CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
            connecting.await();

            client.close();

            assertLost(future);
        }
    }

    @Test
    void closingTheResourcesClosesAllClientsEvenIfTheirSocketsThrow() throws Exception {
        try (ScriptedPeer one = new ScriptedPeer(accepting());
                ScriptedPeer other = new ScriptedPeer(accepting())) {
            WwepClient first = client(one).socketFactory(closingBadly()).build();
            WwepClient second = client(other).socketFactory(closingBadly()).build();
            first.exchange(READ);
            second.exchange(READ);

            resources.close();

            assertThat(first.isConnected()).isFalse();
            assertThat(second.isConnected()).isFalse();
        }
    }
}
