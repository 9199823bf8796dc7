package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Servers that take too long. */
class TimeLimitTest {

    /** Long enough for anything that should happen before it ends. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    @Test
    void silenceEndsAtTheReplyTimeoutAndTheMessageListsThePhases() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.untilEnd(), accepting());
                WwepClient client = peer.client().replyTimeout(SHORT).build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOfSatisfying(WwepTimeoutException.class, e -> {
                        assertThat(e.phase()).isEqualTo(Phase.REPLY);
                        assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN);
                    })
                    .hasMessageContaining("W0FAC0B1234")
                    .hasMessageContaining("127.0.0.1:" + peer.port())
                    .hasMessageContaining("within the reply timeout of 1 s")
                    .hasMessageMatching(".*reply \\d{3,} ms.*");
        }
    }

    @Test
    void silenceAfterHalfAReplyEndsAtTheReplyTimeoutAndTheMessageSaysHowMuchArrived() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("A0FAC");
                    talk.untilEnd();
                });
                WwepClient client = peer.client().replyTimeout(SHORT).build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepTimeoutException.class)
                    .hasMessageContaining("only 5 of the reply's 11 bytes came");
        }
    }

    @Test
    void slowlyArrivingBytesDoNotExtendTheReplyTimeout() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    // 20 ms a byte: each in time, all of them not.
                    talk.sendByteByByte("A0FAC0B123");
                    talk.until(failed);
                });
                WwepClient client =
                        peer.client().replyTimeout(Duration.ofMillis(100)).build()) {
            assertThatThrownBy(() -> client.exchange(WRITE)).isInstanceOf(WwepTimeoutException.class);
            failed.countDown();
        }
    }

    @Test
    void aReplyAfterTheTimeoutIsNotMatchedToTheNextRequest() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.until(timedOut).send("A0FAC0B9999");
                        },
                        accepting());
                WwepClient client = peer.client().replyTimeout(SHORT).build()) {
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B)).isInstanceOf(WwepTimeoutException.class);
            timedOut.countDown();
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void theDeadlineBoundsTheReplyToo() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.untilEnd());
                WwepClient client = peer.client().deadline(SHORT).build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOfSatisfying(
                            WwepTimeoutException.class,
                            e -> assertThat(e.phase()).isEqualTo(Phase.REPLY))
                    .hasMessageContaining("within the deadline of 1 s");
        }
    }

    @Test
    void aRequestWhoseDeadlinePassesInTheQueueIsNotSent() throws Exception {
        GatedSockets sockets = new GatedSockets();
        try (ScriptedPeer peer = new ScriptedPeer();
                WwepClient client =
                        peer.client().deadline(SHORT).socketFactory(sockets).build()) {
            Caller first = Caller.of(() -> client.exchange(WRITE));
            sockets.asked.await();

            assertThatThrownBy(() -> client.exchange(WwepRequest.read(0x0FAC, 0x0B)))
                    .isInstanceOfSatisfying(WwepTimeoutException.class, e -> {
                        assertThat(e.phase()).isEqualTo(Phase.QUEUE);
                        assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
                    })
                    .hasMessageContaining("R0FAC0B")
                    .hasMessageContaining("within the deadline of 1 s")
                    .hasMessageContaining("not sent");

            sockets.gate.countDown();
            assertThat(first.failure()).isInstanceOf(WwepConnectException.class);
            assertThat(peer.requests()).isEmpty();
        }
    }
}
