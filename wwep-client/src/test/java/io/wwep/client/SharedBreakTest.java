package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ScriptedPeer.Script;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The end of a shared connection, for the calls in flight on it and for the queued ones.
 *
 * <p>Five callers write registers 1 to 5. The first one is answered; two are in flight, the maximum, when the connection
 * ends; and two were not sent.
 */
class SharedBreakTest {

    private final Crowd crowd = new Crowd();

    /**
     * Makes the client learn that the connection is kept, answers the first caller once the others are queued, receives two
     * of them, and continues.
     */
    private Script twoInFlight(Script then) {
        return talk -> {
            talk.send(acceptance(talk.request()));
            String first = talk.request();
            crowd.gather(talk);
            talk.send(acceptance(first));
            talk.request();
            talk.request();
            then.play(talk);
        };
    }

    private static WwepClientBuilder client(ScriptedPeer peer) {
        return peer.client().mode(ConnectionMode.PERSISTENT).maxInFlight(2);
    }

    private void fiveCallers(WwepClient client) throws Exception {
        client.write(0, 0, 0);
        List<Callable<@Nullable Object>> calls = new ArrayList<>();
        for (int register = 1; register <= 5; register++) {
            WwepRequest request = WwepRequest.write(0, register, register);
            calls.add(() -> client.exchange(request));
        }
        crowd.come(calls);
        assertThat(crowd.caller(0).outcome()).hasToString("A0000010001");
    }

    private WwepException failure(int place) throws Exception {
        return (WwepException) crowd.caller(place).failure();
    }

    private void assertThatTwoFailedFor(Class<? extends WwepException> meaning) throws Exception {
        WwepException first = failure(1);
        assertThat(first).isInstanceOf(meaning).hasMessageContaining("W0000020002");
        assertThat(first.delivery()).isEqualTo(Delivery.UNKNOWN);

        WwepException second = failure(2);
        assertThat(second)
                .isInstanceOf(WwepConnectionLostException.class)
                .hasCause(first)
                .hasMessageContaining("W0000030003");
        assertThat(second.delivery()).isEqualTo(Delivery.UNKNOWN);
    }

    private void assertThatTheUnsentWereAnswered() throws Exception {
        assertThat(crowd.caller(3).outcome()).hasToString("A0000040004");
        assertThat(crowd.caller(4).outcome()).hasToString("A0000050005");
    }

    @ParameterizedTest
    @EnumSource
    void callsInFlightFailWithTheFirstCauseAndUnsentCallsContinueOnANewConnection(Break how) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(twoInFlight(how::of), accepting());
                WwepClient client =
                        client(peer).replyTimeout(how.replyTimeout()).build()) {
            fiveCallers(client);
            assertThatTwoFailedFor(how.meaning());
            assertThatTheUnsentWereAnswered();
            assertThat(peer.requests())
                    .containsExactly(
                            "W0000000000", "W0000010001", "W0000020002", "W0000030003", "W0000040004", "W0000050005");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aReplyThatArrivedBeforeTheCloseCounts() throws Exception {
        Script halfDone = twoInFlight(talk -> talk.send("A0000020002").close());
        try (ScriptedPeer peer = new ScriptedPeer(halfDone, accepting());
                WwepClient client = client(peer).build()) {
            fiveCallers(client);
            assertThat(crowd.caller(1).outcome()).hasToString("A0000020002");
            assertThat(failure(2).delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(crowd.caller(4).outcome()).hasToString("A0000050005");
        }
    }

    @Test
    void writesThatMayBeRepeatedAreResentInOrder() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(twoInFlight(Talk::close), accepting());
                WwepClient client = client(peer).resendUnknownWrites(true).build()) {
            fiveCallers(client);
            assertThat(crowd.caller(1).outcome()).hasToString("A0000020002");
            assertThat(crowd.caller(2).outcome()).hasToString("A0000030003");
            assertThatTheUnsentWereAnswered();
            assertThat(peer.requests())
                    .containsExactly(
                            "W0000000000",
                            "W0000010001",
                            "W0000020002",
                            "W0000030003",
                            "W0000020002",
                            "W0000030003",
                            "W0000040004",
                            "W0000050005");
        }
    }

    @Test
    void unsentCallsReportNotSentIfTheServerIsGone() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (ScriptedPeer peer =
                        new ScriptedPeer(twoInFlight(talk -> talk.until(gone).close()));
                WwepClient client =
                        client(peer).reconnect(failures -> Duration.ofHours(1)).build()) {
            fiveCallers(client);
            peer.stopListening();
            gone.countDown();
            assertThatTwoFailedFor(WwepConnectionLostException.class);
            for (int place = 3; place <= 4; place++) {
                assertThat(failure(place)).isInstanceOf(WwepConnectException.class);
                assertThat(failure(place).delivery()).isEqualTo(Delivery.NOT_SENT);
            }
            assertThat(failure(4)).hasMessageContaining("the next is made in");
        }
    }

    @Test
    void eachCallFailsAtItsDeadlineAndReportsWhetherItWasSent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(twoInFlight(talk -> talk.untilEnd()));
                WwepClient client = client(peer).deadline(Duration.ofSeconds(3)).build()) {
            fiveCallers(client);
            for (int place = 1; place <= 4; place++) {
                assertThat(failure(place)).isInstanceOf(WwepTimeoutException.class);
                assertThat(failure(place).delivery()).isEqualTo(place <= 2 ? Delivery.UNKNOWN : Delivery.NOT_SENT);
            }
        }
    }
}
