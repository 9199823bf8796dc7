package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connections that have been idle, and whose server may have vanished. */
class ValidateAfterIdleTest {

    /** Answers one request, receives the next ones and never answers them. */
    private static ScriptedPeer.Script fallingSilent() {
        return talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
            talk.untilEnd();
        };
    }

    private static WwepClientBuilder client(ScriptedPeer peer) {
        return peer.client().mode(ConnectionMode.PERSISTENT);
    }

    /** Lets some milliseconds pass, since idle time is tested here. */
    private static void idle() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void aWriteAfterTheIdleTimeIsPrecededByAReadOfItsRegister() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        client(peer).validateAfterIdle(Duration.ofMillis(1)).build()) {
            client.write(0x0FAC, 0x0B, 1);
            idle();
            client.write(0x0FAC, 0x05, 2);
            assertThat(peer.requests()).containsExactly("W0FAC0B0001", "R0FAC05", "W0FAC050002");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aWriteIsNotSentOnAConnectionWhoseServerIsSilent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(fallingSilent(), accepting());
                WwepClient client = client(peer)
                        .validateAfterIdle(Duration.ofMillis(1))
                        .replyTimeout(Duration.ofSeconds(1))
                        .build()) {
            client.write(0x0FAC, 0x0B, 1);
            idle();
            client.write(0x0FAC, 0x05, 2);
            assertThat(peer.requests()).containsExactly("W0FAC0B0001", "R0FAC05", "W0FAC050002");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void withoutValidationAWriteToASilentServerFailsAtTheReplyTimeout() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(fallingSilent(), accepting());
                WwepClient client =
                        client(peer).replyTimeout(Duration.ofSeconds(1)).build()) {
            client.write(0x0FAC, 0x0B, 1);
            assertThat(Caller.of(() -> client.exchange(WwepRequest.write(0x0FAC, 0x05, 2)))
                            .failure())
                    .isInstanceOfSatisfying(
                            WwepTimeoutException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN));
            client.write(0x0FAC, 0x05, 3);
        }
    }

    @Test
    void aRefusalValidatesTheConnectionToo() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.request();
                    talk.send("X");
                    accepting().play(talk);
                });
                WwepClient client =
                        client(peer).validateAfterIdle(Duration.ofMillis(1)).build()) {
            client.write(0x0FAC, 0x0B, 1);
            idle();
            client.write(0x0FAC, 0x05, 2);
            assertThat(peer.requests()).containsExactly("W0FAC0B0001", "R0FAC05", "W0FAC050002");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void rawBytesAreNotPrecededByARead() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    assertThat(talk.bytes(3)).isEqualTo("W01");
                    assertThat(talk.untilEnd()).isEmpty();
                    talk.send("X");
                });
                WwepClient client =
                        client(peer).validateAfterIdle(Duration.ofMillis(1)).build()) {
            client.write(0x0FAC, 0x0B, 1);
            idle();
            assertThat(client.exchange(WwepRequest.raw("W01"))).hasToString("X");
        }
    }

    @Test
    void aConnectionInUseIsNotValidated() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        client(peer).validateAfterIdle(Duration.ofHours(1)).build()) {
            client.write(0x0FAC, 0x0B, 1);
            idle();
            client.write(0x0FAC, 0x0B, 2);
            assertThat(peer.requests()).hasSize(2);
        }
    }
}
