package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepRequest;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The client's verbs: what they send, and what they make of a refusal. */
class VerbsTest {

    private static ScriptedPeer.Script refusing(String refusal) {
        return talk -> {
            while (talk.requestOrEnd() != null) {
                talk.send(refusal);
            }
        };
    }

    @Test
    void writeAndReadAreVerified() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(client.find(0x0FAC, 0x0B)).isEqualTo(OptionalInt.of(0x1234));
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", "R0FAC0B", "R0FAC0B");
        }
    }

    @Test
    void aDeviceIsWrittenFluently() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            WwepDevice lamp = client.device(DeviceId.ofMac("00:A0:50:01:02:03"));
            lamp.write(0x05, 1).write(0x06, 0);
            assertThat(lamp.read(0x05)).isEqualTo(0x1234);
            assertThat(lamp.find(0x05)).hasValue(0x1234);
            assertThat(lamp.id()).isEqualTo(client.device(0x00F6).id());
            assertThat(peer.requests()).containsExactly("W00F6050001", "W00F6060000", "R00F605", "R00F605");
        }
    }

    @Test
    void aRefusedWriteOrReadThrowsWithTheRequestTheServerAndTheReason() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(refusing("X"), accepting());
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.write(0x0FAC, 0x0B, 0x1234))
                    .isInstanceOfSatisfying(WwepRefusedException.class, e -> {
                        assertThat(e.delivery()).isEqualTo(Delivery.ANSWERED);
                        assertThat(e.reason()).isNull();
                    })
                    .hasMessage("127.0.0.1:" + peer.port() + " refused W0FAC0B1234: X");
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B))
                    .isInstanceOf(WwepRefusedException.class)
                    .hasMessageContaining("R0FAC0B: X; most likely the register was never written");
        }
    }

    @Test
    void aReasonTheServerGivesIsInTheException() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("X Database Full 401");
                });
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.write(0x0FAC, 0x0B, 0x1234))
                    .isInstanceOfSatisfying(
                            WwepRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo("Database Full 401"))
                    .hasMessageContaining("X Database Full 401");
        }
    }

    @Test
    void findingWhatWasNeverWrittenIsEmpty() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(refusing("X"));
                WwepClient client = peer.client().build()) {
            assertThat(client.find(0x0BAC, 0x0B)).isEmpty();
            assertThat(client.device(0x0BAC).find(0x0B)).isEmpty();
        }
    }

    @Test
    void aRefusalAsDataThrowsOnlyWhenVerified() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(refusing("X"));
                WwepClient client = peer.client().build()) {
            var reply = client.exchange(WwepRequest.read(0x0BAC, 0x0B));
            assertThatThrownBy(reply::verify).isInstanceOf(WwepRefusedException.class);
        }
    }

    @Test
    void numbersOutOfRangeAreRefusedBeforeAnythingIsSent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer();
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.write(0x10000, 0, 0)).hasMessageContaining("0000 to FFFF");
            assertThatThrownBy(() -> client.write(0, 0x100, 0)).hasMessageContaining("00 to FF");
            assertThatThrownBy(() -> client.write(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.read(0, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.device(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller does that has no such check
    void aMissingRequestHarmsNoConnection() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.read(0x0FAC, 0x0B);
            assertThatThrownBy(() -> client.exchange(null)).isInstanceOf(NullPointerException.class);
            client.read(0x0FAC, 0x0B);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }
}
