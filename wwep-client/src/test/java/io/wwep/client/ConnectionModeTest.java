package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepRequest;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection is reused, and when the next exchange opens a new one. */
class ConnectionModeTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    @Test
    void autoKeepsTheConnectionThatTheServerKeeps() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            for (int i = 0; i < 5; i++) {
                client.exchange(WRITE);
            }
            assertThat(peer.requests()).hasSize(5);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void autoLosesAndRepeatsNothingWithAServerThatClosesAfterEachReply() throws Exception {
        ScriptedPeer.Script[] one = Collections.nCopies(5, acceptingOne()).toArray(ScriptedPeer.Script[]::new);
        try (ScriptedPeer peer = new ScriptedPeer(one);
                WwepClient client = peer.client().build()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            }
            assertThat(peer.requests()).hasSize(5);
            assertThat(peer.connections()).isEqualTo(5);
        }
    }

    @Test
    void autoClosesConnectionsOnceItKnowsThatTheServerDoes() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    // The client's own close: the peer would keep this one open.
                    talk.untilEnd();
                    ended.countDown();
                });
                WwepClient client = peer.client().build()) {
            client.exchange(WRITE);
            client.exchange(WRITE);
            ended.await();
        }
    }

    @Test
    void autoReadsTheReasonOfARefusalAndLearnsFromItsEnd() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.send("X Not Found");
                        },
                        talk -> {
                            talk.send(ScriptedPeer.acceptance(talk.request()));
                            talk.untilEnd();
                        },
                        acceptingOne());
                WwepClient client = peer.client().build()) {
            client.exchange(WwepRequest.read(0x0FAC, 0x0B));
            client.exchange(WRITE);
            client.exchange(WRITE);
            assertThat(peer.connections()).isEqualTo(3);
        }
    }

    @Test
    void oneShotClosesAfterEachReply() throws Exception {
        ScriptedPeer.Script untilClosed = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            assertThat(talk.untilEnd()).isEmpty();
        };
        try (ScriptedPeer peer = new ScriptedPeer(untilClosed, untilClosed);
                WwepClient client = peer.client().mode(ConnectionMode.ONE_SHOT).build()) {
            client.exchange(WRITE);
            client.exchange(WRITE);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void connectOpensTheConnectionThatTheFirstExchangeUses() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).connect()) {
            client.exchange(WRITE);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void persistentWithAServerThatServesOneRequestOnEachConnectionSuggestsAuto(boolean reset) throws Exception {
        ScriptedPeer.Script one = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
            if (reset) {
                talk.reset();
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(one);
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.exchange(WRITE);

            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepConnectionLostException.class)
                    .hasMessageEndingWith(
                            "; if the server serves one request on each connection, use mode(AUTO), which finds that out");
        }
    }

    @Test
    void persistentWithAServerThatBreaksLaterSuggestsNoOtherMode() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.request();
                });
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.exchange(WRITE);
            client.exchange(WRITE);

            assertThatThrownBy(() -> client.exchange(WRITE)).hasMessageNotContaining("AUTO");
        }
    }

    @Test
    void aConnectionThatTheServerClosedBeforeItsFirstExchangeIsReplaced() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            // A course server does this with a client that is idle for 100 ms.
                            talk.send("X illegal message length (Length: 0)").close();
                            gone.countDown();
                        },
                        accepting());
                WwepClient client = peer.client().connect()) {
            gone.await();
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void manyThreadsShareOneConnectionAndEachGetsItsOwnReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            Caller[] callers = new Caller[8];
            for (int i = 0; i < callers.length; i++) {
                int device = i;
                callers[i] = Caller.of(() -> {
                    for (int register = 0; register < 50; register++) {
                        client.write(device, register, device * 256 + register);
                    }
                    return "done";
                });
            }
            for (Caller caller : callers) {
                assertThat(caller.outcome()).isEqualTo("done");
            }
            assertThat(peer.requests()).hasSize(400).doesNotHaveDuplicates();
            assertThat(peer.connections()).isEqualTo(1);
        }
    }
}
