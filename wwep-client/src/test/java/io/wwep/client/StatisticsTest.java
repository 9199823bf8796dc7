package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The counters of a client. */
class StatisticsTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void theCountersOfANewClientAreZero() {
        try (WwepClient client = WwepClient.create("127.0.0.1").build()) {
            assertThat(client.statistics())
                    .isEqualTo(new WwepStatistics(0, Map.of(), 0, 0, 0, 0, 0, 0, 0, ConnectionBehavior.UNKNOWN));
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void requestsAreCountedByOutcome() throws Exception {
        ScriptedPeer.Script script = talk -> {
            for (String request = talk.requestOrEnd(); request != null; request = talk.requestOrEnd()) {
                talk.send(request.endsWith("06") ? "X" : ScriptedPeer.acceptance(request));
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client().build()) {
            client.write(0x0FAC, 0x05, 1);
            client.device(0x0FAC).find(0x05, 3);
            client.readAsync(0x0FAC, 0x05).join();

            WwepStatistics statistics = client.statistics();

            assertThat(statistics.accepted()).isEqualTo(4);
            assertThat(statistics.refused()).isEqualTo(1);
            assertThat(statistics.failed()).isZero();
            assertThat(statistics.connectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void aResentReadIsCountedOnceAsAcceptedAndOnceAsResent() throws Exception {
        ScriptedPeer.Script breaking = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
        };
        try (ScriptedPeer peer = new ScriptedPeer(breaking, accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.read(0x0FAC, 0x0B);
            client.read(0x0FAC, 0x0B);

            WwepStatistics statistics = client.statistics();

            assertThat(statistics.accepted()).isEqualTo(2);
            assertThat(statistics.resent()).isEqualTo(1);
            assertThat(statistics.failed()).isZero();
            assertThat(statistics.connectionsOpened()).isEqualTo(2);
            assertThat(statistics.connectionsLost()).isEqualTo(1);
        }
    }

    @Test
    void eachUnansweredRequestOfABatchIsCountedAsFailed() throws Exception {
        ScriptedPeer.Script script = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
        };
        WwepRequest write = WwepRequest.write(0x0FAC, 0x0B, 1);
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.exchange(READ);
            assertThatThrownBy(() -> client.exchangeAll(List.of(write, write, write, write)))
                    .isInstanceOf(WwepBatchException.class);

            assertThat(client.statistics().accepted()).isEqualTo(2);
            assertThat(client.statistics().failed()).isEqualTo(3);
        }
    }

    @Test
    void failedConnectsAreCounted() throws Exception {
        ScriptedPeer gone = new ScriptedPeer();
        gone.close();
        try (WwepClient client = gone.client().build()) {
            assertThatThrownBy(() -> client.exchange(READ)).isInstanceOf(WwepConnectException.class);
            assertThatThrownBy(() -> client.exchange(READ)).isInstanceOf(WwepConnectException.class);

            assertThat(client.statistics().connectsFailed()).isEqualTo(2);
            assertThat(client.statistics().failed()).isEqualTo(2);
            assertThat(client.statistics().connectionsOpened()).isZero();
        }
    }

    @Test
    void pendingRequestsAreInFlightOrQueued() throws Exception {
        ScriptedPeer.Script script = talk -> {
            String request = talk.request();
            requested.countDown();
            talk.until(goOn);
            talk.send(ScriptedPeer.acceptance(request));
            accepting().play(talk);
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .maxInFlight(1)
                        .build()) {
            CompletableFuture<WwepReply> first = client.exchangeAsync(READ);
            assertThat(requested.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<WwepReply> second = client.exchangeAsync(READ);
            CompletableFuture<WwepReply> third = client.exchangeAsync(READ);

            assertThat(client.statistics().inFlight()).isEqualTo(1);
            assertThat(client.statistics().queued()).isEqualTo(2);

            goOn.countDown();
            CompletableFuture.allOf(first, second, third).join();
            assertThat(client.statistics().inFlight()).isZero();
            assertThat(client.statistics().queued()).isZero();
        }
    }

    @Test
    void aRequestToAClosedClientIsCountedAsFailed() throws Exception {
        WwepClient client = WwepClient.create("127.0.0.1").build();
        client.close();

        assertThatThrownBy(() -> client.exchange(READ)).isInstanceOf(WwepException.class);

        assertThat(client.statistics().failed()).isEqualTo(1);
    }

    @Test
    void theLearnedBehaviorIsShown() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), acceptingOne());
                WwepClient client = peer.client().build()) {
            client.read(0x0FAC, 0x0B);
            client.read(0x0FAC, 0x0B);

            assertThat(client.statistics().behavior()).isEqualTo(ConnectionBehavior.CLOSE_AFTER_REPLY);
        }
    }

    @Test
    void aClientIsConnectedUntilTheServersCloseIsNoticed() throws Exception {
        SeenConnections listener = new SeenConnections();
        ScriptedPeer.Script script = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.until(goOn);
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .addListener(listener)
                        .build()) {
            client.read(0x0FAC, 0x0B);
            assertThat(client.isConnected()).isTrue();

            goOn.countDown();

            assertThat(listener.nextEnd()).isEmpty();
            assertThat(client.isConnected()).isFalse();
        }
    }

    /** Returns how a connection ended, by the event and by the counter, once the server has sent this unrequested. */
    private String endAfter(String replyToARead, String unasked) throws Exception {
        SeenConnections listener = new SeenConnections();
        ScriptedPeer.Script script = talk -> {
            if (!replyToARead.isEmpty()) {
                talk.request();
                talk.send(replyToARead);
                talk.until(goOn);
            }
            talk.send(unasked).untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client().addListener(listener).connect()) {
            if (!replyToARead.isEmpty()) {
                client.exchange(READ);
                goOn.countDown();
            }
            String cause = listener.nextEnd().map(Throwable::getMessage).orElse("in good order");
            return cause + ", lost: " + client.statistics().connectionsLost();
        }
    }

    @Test
    void aServerThatAnswersAnIdleClientLosesNoConnection() throws Exception {
        assertThat(endAfter("", "X illegal command")).isEqualTo("in good order, lost: 0");
    }

    @Test
    void theLateTextOfARefusalLosesNoConnection() throws Exception {
        assertThat(endAfter("X", " Not Found")).isEqualTo("in good order, lost: 0");
    }

    @Test
    void anUnrequestedReplyLosesItsConnection() throws Exception {
        assertThat(endAfter("A0FAC0B1234", "A0FAC0B1234"))
                .contains("sent bytes that were not requested")
                .endsWith("lost: 1");
    }

    @Test
    void anUnrequestedSecondRefusalLosesItsConnection() throws Exception {
        assertThat(endAfter("X", "X"))
                .contains("sent bytes that were not requested")
                .endsWith("lost: 1");
    }
}
