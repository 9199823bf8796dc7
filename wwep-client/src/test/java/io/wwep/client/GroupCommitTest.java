package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ScriptedPeer.Script;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Callers that share a connection: calls queued while one waits for its reply are sent together.
 *
 * <p>In each test, the first caller's request, to register 1, is at the peer, and two more callers, for registers 2 and 3,
 * are queued when the peer continues.
 */
@SuppressWarnings("try") // to close a client early is what some of these are about
class GroupCommitTest {

    private final CountDownLatch firstIsThere = new CountDownLatch(1);
    private final CountDownLatch othersWait = new CountDownLatch(1);
    private final CountDownLatch allAreThere = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Caller[] callers = new Caller[3];

    /** Makes the client learn that the connection is kept, then continues. */
    private Script afterProof(int exchanges, Script script) {
        return talk -> {
            for (int i = 0; i < exchanges; i++) {
                talk.send(ScriptedPeer.acceptance(talk.request()));
            }
            script.play(talk);
        };
    }

    /** Receives the first request, waits for the other callers, and answers the first. */
    private Script upToTheOthers() {
        return talk -> {
            String first = talk.request();
            firstIsThere.countDown();
            talk.until(othersWait);
            talk.send(ScriptedPeer.acceptance(first));
        };
    }

    /** Receives both other requests before it answers either. */
    private Script together(Script then) {
        return afterProof(1, talk -> {
            upToTheOthers().play(talk);
            talk.request();
            talk.request();
            allAreThere.countDown();
            then.play(talk);
        });
    }

    private void call(WwepClient client) throws Exception {
        client.write(0, 0, 0);
        queue(client);
    }

    private void queue(WwepClient client) throws Exception {
        callers[0] = Caller.of(() -> client.read(0, 1));
        firstIsThere.await();
        for (int i = 1; i < callers.length; i++) {
            int register = i + 1;
            callers[i] = Caller.of(() -> client.read(0, register));
            callers[i].whenWaiting();
        }
        othersWait.countDown();
    }

    private static WwepClientBuilder persistent(ScriptedPeer peer) {
        return peer.client().mode(ConnectionMode.PERSISTENT);
    }

    @Test
    void queuedCallersAreSentTogetherAndEachGetsItsOwnReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(together(talk -> talk.send("A0000020002A0000030003")));
                WwepClient client = persistent(peer).build()) {
            call(client);
            assertThat(callers[0].outcome()).isEqualTo(0x1234);
            assertThat(callers[1].outcome()).isEqualTo(2);
            assertThat(callers[2].outcome()).isEqualTo(3);
        }
    }

    @Test
    void anAutoConnectionSendsTogetherFromItsThirdExchangeOn() throws Exception {
        try (ScriptedPeer peer =
                        new ScriptedPeer(afterProof(1, together(talk -> talk.send("A0000020002A0000030003"))));
                WwepClient client = peer.client().build()) {
            client.write(0, 0, 0);
            call(client);
            assertThat(callers[1].outcome()).isEqualTo(2);
            assertThat(callers[2].outcome()).isEqualTo(3);
        }
    }

    @Test
    void repliesMayArriveSplitAndJoinedAnywhere() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(together(talk ->
                        talk.send("A00000200").pause().send("02A00").pause().send("00030003")));
                WwepClient client = persistent(peer).build()) {
            call(client);
            assertThat(callers[1].outcome()).isEqualTo(2);
            assertThat(callers[2].outcome()).isEqualTo(3);
        }
    }

    @Test
    void aRefusalIsForItsOwnCallerOnly() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(together(talk -> talk.send("XA0000030003")));
                WwepClient client = persistent(peer).build()) {
            call(client);
            assertThat(callers[1].failure()).hasMessageContaining("refused R000002");
            assertThat(callers[2].outcome()).isEqualTo(3);
        }
    }

    @Test
    void aBrokenConnectionFailsAllCallsInFlightWithItsCause() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(together(talk -> talk.send("nonsense")));
                WwepClient client = persistent(peer).build()) {
            call(client);
            WwepProtocolException cause = (WwepProtocolException) callers[1].failure();
            assertThat(cause.delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(callers[2].failure())
                    .isInstanceOfSatisfying(
                            WwepConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN))
                    .hasCause(cause)
                    .hasMessageContaining("R000003");
        }
    }

    @Test
    void readsWhoseSharedConnectionIsLostAreResent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(together(Talk::close), ScriptedPeer.accepting());
                WwepClient client = persistent(peer).build()) {
            call(client);
            assertThat(callers[1].outcome()).isEqualTo(0x1234);
            assertThat(callers[2].outcome()).isEqualTo(0x1234);
            assertThat(peer.requests()).hasSize(6);
        }
    }

    @Test
    void anOverdueReplyFailsAllCallersBehindIt() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(together(talk -> talk.untilEnd()));
                WwepClient client =
                        persistent(peer).replyTimeout(Duration.ofSeconds(1)).build()) {
            call(client);
            assertThat(callers[1].failure()).isInstanceOf(WwepTimeoutException.class);
            assertThat(callers[2].failure())
                    .isInstanceOf(WwepConnectionLostException.class)
                    .hasCauseInstanceOf(WwepTimeoutException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Interrupted.class)
    void anInterruptFreesOneCallerAndTheOthersGetTheirRepliesOnTheSameConnection(Interrupted which) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(together(talk -> {
                    talk.until(goOn).send("A0000020002A0000030003");
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                }));
                WwepClient client = persistent(peer).build()) {
            call(client);
            allAreThere.await();
            callers[which.place].interrupt();
            assertThat(callers[which.place].failure())
                    .isInstanceOfSatisfying(
                            WwepInterruptedException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN));
            goOn.countDown();
            int other = 3 - which.place;
            assertThat(callers[other].outcome()).isEqualTo(other + 1);
            assertThat(client.read(0, 7)).isEqualTo(0x1234);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    enum Interrupted {
        LEADER(1),
        FOLLOWER(2);

        private final int place;

        Interrupted(int place) {
            this.place = place;
        }
    }

    @Test
    void aCallerWhoseDeadlinePassesInTheQueueIsNotSent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(afterProof(1, talk -> {
                    String first = talk.request();
                    firstIsThere.countDown();
                    talk.until(goOn).send(ScriptedPeer.acceptance(first));
                    assertThat(talk.untilEnd()).isEmpty();
                }));
                WwepClient client = persistent(peer)
                        .maxInFlight(1)
                        .deadline(Duration.ofSeconds(1))
                        .build()) {
            client.write(0, 0, 0);
            Caller first = Caller.of(() -> client.read(0, 1));
            firstIsThere.await();
            Caller second = Caller.of(() -> client.read(0, 2));

            assertThat(second.failure())
                    .isInstanceOfSatisfying(
                            WwepException.class, e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT))
                    .hasMessageContaining("R000002");
            goOn.countDown();
            assertThat(first.outcome()).isNotNull();
        }
    }

    @Test
    void closingTheClientFailsAllCallsInFlightAtOnce() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(together(talk -> talk.untilEnd()));
                WwepClient client = persistent(peer).build()) {
            call(client);
            allAreThere.await();
            client.close();
            for (int i = 1; i < callers.length; i++) {
                assertThat(callers[i].failure())
                        .isInstanceOfSatisfying(
                                WwepConnectionLostException.class,
                                e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN))
                        .hasMessageContaining("the client was closed");
            }
            assertThatThrownBy(() -> client.read(0, 1)).hasMessageContaining("the client is closed");
        }
    }

    @Test
    void rawBytesAreSentAlone() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        afterProof(1, talk -> {
                            upToTheOthers().play(talk);
                            assertThat(talk.request()).isEqualTo("R000002");
                            talk.pause();
                            talk.send("A0000020002");
                            assertThat(talk.bytes(3)).isEqualTo("W01");
                            assertThat(talk.untilEnd()).isEmpty();
                            talk.send("X");
                        }),
                        ScriptedPeer.accepting());
                WwepClient client = persistent(peer).build()) {
            client.write(0, 0, 0);
            callers[0] = Caller.of(() -> client.read(0, 1));
            firstIsThere.await();
            callers[1] = Caller.of(() -> client.read(0, 2));
            callers[1].whenWaiting();
            callers[2] = Caller.of(() -> client.exchange(WwepRequest.raw("W01")));
            callers[2].whenWaiting();
            othersWait.countDown();

            assertThat(callers[1].outcome()).isEqualTo(2);
            assertThat(callers[2].outcome()).hasToString("X");
            assertThat(client.read(0, 4)).isEqualTo(0x1234);
        }
    }
}
