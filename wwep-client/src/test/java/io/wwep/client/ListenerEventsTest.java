package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepCancelledException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contents of a listener's events. */
@SuppressWarnings("try") // to close a client early is what some of these are about
class ListenerEventsTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    private static final List<WwepRequest> THREE =
            List.of(WwepRequest.write(1, 1, 1), WwepRequest.write(2, 2, 2), WwepRequest.write(3, 3, 3));

    private final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();

    private final CountDownLatch answered = new CountDownLatch(1);

    private record Failure(WwepRequest request, WwepException cause) {}

    private final SeenConnections listener = new SeenConnections() {
        @Override
        public void failed(WwepRequest request, WwepException cause) {
            failures.add(new Failure(request, cause));
        }
    };

    private List<Failure> threeFailures() throws InterruptedException {
        List<Failure> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            three.add(SeenConnections.next(failures));
        }
        assertThat(three).extracting(Failure::request).isEqualTo(THREE);
        return three;
    }

    @Test
    void eachRequestOfABatchThatCannotBeSentIsReportedAsFailed() throws Exception {
        ScriptedPeer gone = new ScriptedPeer();
        gone.close();
        try (WwepClient client = gone.client().addListener(listener).build()) {
            assertThat(Caller.of(() -> client.exchangeAll(THREE)).failure()).isInstanceOf(WwepException.class);
            assertThat(threeFailures()).allMatch(failure -> failure.cause.delivery() == Delivery.NOT_SENT);
        }
    }

    @Test
    void theUnsentRequestsOfABrokenBatchAreReportedAsNotSent() throws Exception {
        ScriptedPeer.Script breaking = talk -> {
            talk.send(acceptance(talk.request()));
            talk.send(acceptance(talk.request()));
            talk.request();
        };
        try (ScriptedPeer peer = new ScriptedPeer(breaking);
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .maxInFlight(1)
                        .addListener(listener)
                        .build()) {
            client.exchange(WRITE);
            client.exchange(WRITE);
            assertThat(Caller.of(() -> client.exchangeAll(THREE)).failure()).isInstanceOf(WwepException.class);
            assertThat(threeFailures())
                    .extracting(failure -> failure.cause.delivery())
                    .containsExactly(Delivery.UNKNOWN, Delivery.NOT_SENT, Delivery.NOT_SENT);
        }
    }

    @Test
    void eachRequestOfABatchOnAClosedClientIsReportedAsFailed() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            WwepClient client = peer.client().addListener(listener).build();
            client.close();
            assertThat(Caller.of(() -> client.exchangeAll(THREE)).failure()).isInstanceOf(WwepException.class);
            assertThat(threeFailures()).allMatch(failure -> failure.cause.delivery() == Delivery.NOT_SENT);
        }
    }

    @Test
    void aCancelledFutureIsNotReportedAsInterrupted() throws Exception {
        CountDownLatch requested = new CountDownLatch(1);
        ScriptedPeer.Script script = talk -> {
            talk.request();
            requested.countDown();
            talk.untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client().addListener(listener).build()) {
            CompletableFuture<WwepReply> future = client.exchangeAsync(WRITE);
            requested.await();
            future.cancel(true);
            assertThat(SeenConnections.next(failures).cause).isInstanceOf(WwepCancelledException.class);
        }
    }

    @Test
    void aConnectionResetWhileIdleIsReportedWithACause() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(acceptance(talk.request())).until(answered);
                    talk.reset();
                });
                WwepClient client = peer.client().addListener(listener).build()) {
            client.exchange(WRITE);
            answered.countDown();
            assertThat(listener.nextEnd())
                    .get()
                    .isInstanceOf(WwepConnectionLostException.class)
                    .asString()
                    .contains("while it was idle");
        }
    }

    @Test
    void aConnectionWithUnexpectedBytesIsReportedWithACause() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(acceptance(talk.request())).until(answered).send("X");
                    talk.untilEnd();
                });
                WwepClient client = peer.client().addListener(listener).build()) {
            client.exchange(WRITE);
            answered.countDown();
            assertThat(listener.nextEnd()).get().isInstanceOf(WwepProtocolException.class);
        }
    }

    @Test
    void aConnectionClosedByTheServerWhileIdleIsReportedWithoutACause() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.acceptingOne());
                WwepClient client = peer.client().addListener(listener).build()) {
            client.exchange(WRITE);
            assertThat(listener.nextEnd()).isEmpty();
        }
    }

    @Test
    void connectedReceivesTheAddressesOfBothEnds() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client()
                        .localAddress(InetAddress.getByName("127.0.0.3"))
                        .addListener(listener)
                        .connect()) {
            assertThat(client).isNotNull();
            SeenConnections.Opened opened = listener.nextOpened();
            assertThat(opened.server().getPort()).isEqualTo(peer.port());
            assertThat(opened.local().getAddress().getHostAddress()).isEqualTo("127.0.0.3");
            assertThat(opened.local().getPort()).isPositive();
        }
    }

    @Test
    void eachListenerReceivesAllEventsAndWaitsForNoOther() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        WwepListener stuck = new WwepListener() {
            @Override
            public void connected(InetSocketAddress server, InetSocketAddress local) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                listener.connected(server, local);
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        peer.client().addListener(stuck).addListener(listener).connect()) {
            assertThat(client).isNotNull();
            SeenConnections.Opened first = listener.nextOpened();
            goOn.countDown();
            assertThat(listener.nextOpened()).isEqualTo(first);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void aDisconnectIsReportedEvenIfTheFutureThatFoundItWasCancelled() throws Exception {
        for (int i = 0; i < 50; i++) {
            // The end of the last connection comes some time after the client is closed.
            SeenConnections connections = new SeenConnections();
            try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.acceptingOne(), accepting());
                    WwepClient client = peer.client().addListener(connections).build()) {
                client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS);
                client.exchangeAsync(WRITE).cancel(true);
                assertThat(connections.nextEnd()).isEmpty();
            }
        }
    }
}
