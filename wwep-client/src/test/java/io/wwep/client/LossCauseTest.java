package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Lost connections are counted by cause. */
class LossCauseTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 1);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final SeenConnections listener = new SeenConnections();

    /** Returns the losses once a connection on which a write was tried has ended. */
    private Map<LossCause, Long> lossesAfterAWrite(ScriptedPeer.Script script) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client()
                        .replyTimeout(Duration.ofMillis(200))
                        .addListener(listener)
                        .build()) {
            Throwable unused = catchThrowable(() -> client.exchange(WRITE));
            goOn.countDown();
            var ignored = listener.nextEnd();
            return client.statistics().losses();
        }
    }

    @Test
    void aConnectionThatTheServerClosedInsteadOfReplyingIsClosed() throws Exception {
        assertThat(lossesAfterAWrite(Talk::request)).isEqualTo(Map.of(LossCause.CLOSED, 1L));
    }

    @Test
    void aConnectionResetDuringAnExchangeIsBroken() throws Exception {
        assertThat(lossesAfterAWrite(talk -> {
                    talk.request();
                    talk.reset();
                }))
                .isEqualTo(Map.of(LossCause.BROKEN, 1L));
    }

    @Test
    void aConnectionResetWhileIdleIsBroken() throws Exception {
        assertThat(lossesAfterAWrite(talk -> {
                    talk.send(acceptance(talk.request()));
                    talk.until(goOn);
                    talk.reset();
                }))
                .isEqualTo(Map.of(LossCause.BROKEN, 1L));
    }

    @Test
    void aConnectionWithoutAReplyInTimeIsTimedOut() throws Exception {
        assertThat(lossesAfterAWrite(talk -> {
                    talk.request();
                    talk.until(goOn);
                }))
                .isEqualTo(Map.of(LossCause.TIMED_OUT, 1L));
    }

    @Test
    void aReplyThatIsNotWwepIsAProtocolError() throws Exception {
        assertThat(lossesAfterAWrite(talk -> {
                    talk.request();
                    talk.send("hello").untilEnd();
                }))
                .isEqualTo(Map.of(LossCause.PROTOCOL_ERROR, 1L));
    }

    @Test
    void unrequestedBytesAreAProtocolError() throws Exception {
        assertThat(lossesAfterAWrite(talk -> {
                    talk.send(acceptance(talk.request()));
                    talk.until(goOn);
                    talk.send("A0FAC0B1234").untilEnd();
                }))
                .isEqualTo(Map.of(LossCause.PROTOCOL_ERROR, 1L));
    }

    @Test
    void aServerThatAnswersWithATlsAlertFailsTheHandshake() throws Exception {
        assertThat(lossesAfterAWrite(talk -> {
                    talk.request();
                    talk.send("\u0015\u0003\u0003\u0000\u0002\u0002(").untilEnd();
                }))
                .isEqualTo(Map.of(LossCause.HANDSHAKE_FAILED, 1L));
    }

    @Test
    void aConnectionInUseWhenTheClientIsClosedIsAborted() throws Exception {
        ScriptedPeer.Script script = talk -> {
            talk.request();
            requested.countDown();
            talk.untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(script)) {
            WwepClient client = peer.client().addListener(listener).build();
            try (client) {
                var unused = client.exchangeAsync(WRITE);
                assertThat(requested.await(20, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(client.statistics().losses()).isEqualTo(Map.of(LossCause.ABORTED, 1L));
        }
    }

    @Test
    void aConnectionClosedInAnOrderlyWayIsNotLost() throws Exception {
        assertThat(lossesAfterAWrite(talk -> {
                    talk.send(acceptance(talk.request()));
                    talk.until(goOn);
                }))
                .isEmpty();
    }

    @Test
    void theCausesAddUpToAllLostConnections() {
        WwepStatistics statistics = new WwepStatistics(
                5,
                Map.of(LossCause.BROKEN, 2L, LossCause.TIMED_OUT, 1L),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                ConnectionBehavior.UNKNOWN);

        assertThat(statistics.connectionsLost()).isEqualTo(3);
        assertThat(statistics.connectionsLost(LossCause.BROKEN)).isEqualTo(2);
        assertThat(statistics.connectionsLost(LossCause.CLOSED)).isZero();
    }
}
