package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that the server closes or resets, at every moment of an exchange. */
class LostConnectionTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    enum End {
        CLOSE,
        RESET;

        void of(Talk talk) throws IOException {
            if (this == RESET) {
                talk.reset();
            } else {
                talk.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCloseBeforeTheReplyFailsTheExchangeWithUnknownDelivery(End end) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            end.of(talk);
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            assertLost(client, Delivery.UNKNOWN);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", "R0FAC0B");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCloseWithinTheReplyFailsTheExchangeWithUnknownDelivery(End end) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.send("A0FAC").pause();
                            end.of(talk);
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            assertLost(client, Delivery.UNKNOWN);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", "R0FAC0B");
        }
    }

    @Test
    void aCloseWithinTheReplyReportsHowMuchOfItArrived() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("A0FAC");
                });
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .hasMessageContaining("only 5 of the reply's 11 bytes came");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCloseRightAfterTheReplyFailsNeitherThisExchangeNorTheNext(End end) throws Exception {
        CountDownLatch replied = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.send(ScriptedPeer.acceptance(talk.request())).until(replied);
                            end.of(talk);
                            ended.countDown();
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            replied.countDown();
            // A close that comes more than 50 ms after the reply, as on a busy machine, may cross the next request.
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void aServerRestartedBetweenTwoExchangesIsReachedAgain(ConnectionMode mode) throws Exception {
        ScriptedPeer first = new ScriptedPeer(accepting(), accepting());
        try (WwepClient client = first.client().mode(mode).build()) {
            int port = first.port();
            client.exchange(WRITE);
            client.exchange(WRITE);
            first.close();
            try (ScriptedPeer second = new ScriptedPeer(port, accepting(), accepting())) {
                endTheBurst();
                assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
                assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
                assertThat(second.requests()).hasSize(2);
            }
        }
    }

    @Test
    void aReadIsResentIfItsConnectionTurnsOutToBeStale() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(endingWithTheSecondRequest(), accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.exchange(WRITE);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", "R0FAC0B", "R0FAC0B");
        }
    }

    @Test
    void aReadIsResentIfTheConnectionOpenedInAdvanceTurnsOutToBeStale() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.request(), accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).connect()) {
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(peer.requests()).hasSize(2);
        }
    }

    @Test
    void aReadOnANewConnectionIsNotSentAgain() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.request(), accepting());
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B)).isInstanceOf(WwepConnectionLostException.class);
            assertThat(peer.requests()).hasSize(1);
        }
    }

    @Test
    void aWriteOfUnknownOutcomeIsNotSentAgain() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(endingWithTheSecondRequest(), accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.exchange(WRITE);
            assertLost(client, Delivery.UNKNOWN);
            assertThat(peer.requests()).hasSize(2);
        }
    }

    @Test
    void aWriteOfUnknownOutcomeIsResentIfTheUserAllowsIt() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(endingWithTheSecondRequest(), accepting());
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .resendUnknownWrites(true)
                        .build()) {
            client.exchange(WRITE);
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.requests()).hasSize(3);
        }
    }

    @Test
    void aWriteThatWasProvablyNotSentIsSentOnANewConnection() throws Exception {
        GatedSockets sockets = new GatedSockets() {
            @Override
            protected Socket make() throws IOException {
                return new SocketThatBreaks(made.isEmpty() ? 1 : Integer.MAX_VALUE);
            }
        };
        sockets.gate.countDown();
        try (ScriptedPeer peer = new ScriptedPeer(accepting(), accepting());
                WwepClient client = peer.client().socketFactory(sockets).build()) {
            client.exchange(WRITE);
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.requests()).hasSize(2);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionThatWasResetBetweenTwoExchangesIsReplacedBeforeTheNext() throws Exception {
        CountDownLatch replied = new CountDownLatch(1);
        CountDownLatch reset = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.send(ScriptedPeer.acceptance(talk.request())).until(replied);
                            talk.reset();
                            reset.countDown();
                        },
                        acceptingOne());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.exchange(WRITE);
            replied.countDown();
            reset.await();
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"W0FAC0B1234", "R0FAC0B"})
    void aRequestThatMayHaveBeenCarriedOutStaysUnknownIfItCannotBeResent(String text) throws Exception {
        WwepRequest request = text.startsWith("W") ? WRITE : WwepRequest.read(0x0FAC, 0x0B);
        CompletableFuture<ScriptedPeer> self = new CompletableFuture<>();
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.request();
                    self.join().stopListening();
                });
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .resendUnknownWrites(true)
                        .build()) {
            self.complete(peer);
            client.exchange(WRITE);
            assertThatThrownBy(() -> client.exchange(request))
                    .isInstanceOfSatisfying(
                            WwepConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN))
                    .satisfies(e -> assertThat(e.getSuppressed()[0]).isInstanceOf(WwepConnectException.class));
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", text);
        }
    }

    private static ScriptedPeer.Script endingWithTheSecondRequest() {
        return talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
        };
    }

    private static void assertLost(WwepClient client, Delivery delivery) {
        assertThatThrownBy(() -> client.exchange(WRITE))
                .isInstanceOf(WwepConnectionLostException.class)
                .hasMessageContaining("W0FAC0B1234")
                .hasMessageContaining("127.0.0.1")
                .extracting(e -> ((WwepException) e).delivery())
                .isEqualTo(delivery);
    }

    /** A client does not check a connection between exchanges that follow each other at once: waits until it does. */
    private static void endTheBurst() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS)).isFalse();
    }
}
