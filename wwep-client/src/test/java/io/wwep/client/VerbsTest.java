package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The client's verbs: what they send, and how they treat a refusal. */
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
    void aDeviceMayBeANumberOrAnId() throws Exception {
        DeviceId lamp = DeviceId.ofMac("00:A0:50:01:02:03");
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.write(lamp, 0x05, 1);
            assertThat(client.read(lamp, 0x05)).isEqualTo(0x1234);
            assertThat(client.find(lamp, 0x05)).hasValue(0x1234);
            client.writeAsync(lamp, 0x05, 2).join();
            assertThat(client.readAsync(lamp, 0x05).join()).isEqualTo(0x1234);
            assertThat(client.findAsync(lamp, 0x05).join()).hasValue(0x1234);
            assertThat(peer.requests())
                    .containsExactly("W00F6050001", "R00F605", "R00F605", "W00F6050002", "R00F605", "R00F605");
        }
    }

    @Test
    void futuresOfVerbsCompleteWithTheResultsOfTheVerbs() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            WwepDevice lamp = client.device(0x00F6);
            client.writeAsync(0x0FAC, 0x0B, 0x1234).join();
            lamp.writeAsync(0x05, 1).join();
            assertThat(client.readAsync(0x0FAC, 0x0B).join()).isEqualTo(0x1234);
            assertThat(lamp.readAsync(0x05).join()).isEqualTo(0x1234);
            assertThat(client.findAsync(0x0FAC, 0x0B).join()).hasValue(0x1234);
            assertThat(lamp.findAsync(0x05).join()).hasValue(0x1234);
        }
    }

    @Test
    void futuresOfVerbsFailWithTheRefusal() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(refusing("X"));
                WwepClient client = peer.client().build()) {
            assertThat(client.findAsync(0x0BAC, 0x0B).join()).isEmpty();
            assertThat(client.readAsync(0x0BAC, 0x0B))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(WwepRefusedException.class)
                    .withMessageContaining("R0BAC0B: X; most likely the register was never written");
            assertThat(client.writeAsync(0x0BAC, 0x0B, 1))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(WwepRefusedException.class);
        }
    }

    @Test
    void cancellingTheFutureOfAVerbFreesItsPlace() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        ScriptedPeer.Script script = talk -> {
            String first = talk.request();
            talk.until(cancelled);
            talk.send(ScriptedPeer.acceptance(first));
            accepting().play(talk);
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client().maxInFlight(1).build()) {
            CompletableFuture<Integer> first = client.readAsync(0x0FAC, 0);
            client.readAsync(0x0FAC, 1).cancel(false);
            CompletableFuture<Integer> last = client.readAsync(0x0FAC, 2);
            cancelled.countDown();

            assertThat(first.join()).isEqualTo(0x1234);
            assertThat(last.join()).isEqualTo(0x1234);
            assertThat(peer.requests()).containsExactly("R0FAC00", "R0FAC02");
        }
    }

    @Test
    void oneRegisterNeverWrittenDoesNotHideTheOthers() throws Exception {
        ScriptedPeer.Script script = talk -> {
            for (String request = talk.requestOrEnd(); request != null; request = talk.requestOrEnd()) {
                talk.send(request.endsWith("06") ? "X" : ScriptedPeer.acceptance(request));
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client().build()) {
            WwepDevice lamp = client.device(0x0FAC);
            assertThat(lamp.find(0x05, 3))
                    .containsExactly(OptionalInt.of(0x1234), OptionalInt.empty(), OptionalInt.of(0x1234));
            assertThatThrownBy(() -> lamp.read(0x05, 3)).isInstanceOf(WwepRefusedException.class);
        }
    }

    @Test
    void aDeviceHas256ConsecutiveRegisters() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            WwepDevice lamp = client.device(0x0FAC);
            assertThat(lamp.read(0, 256)).hasSize(256).containsOnly(0x1234);
            assertThat(lamp.find(0xFF, 1)).hasSize(1);
            assertThat(lamp.read(0xFF, 0)).isEmpty();
            assertThatThrownBy(() -> lamp.read(0xFF, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 256");
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
    void theServersReasonIsInTheException() throws Exception {
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
    void findReturnsEmptyForARegisterNeverWritten() throws Exception {
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
    @SuppressWarnings("NullAway") // calls without a null check
    void aNullRequestAffectsNoConnection() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.read(0x0FAC, 0x0B);
            assertThatThrownBy(() -> client.exchange(null)).isInstanceOf(NullPointerException.class);
            client.read(0x0FAC, 0x0B);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }
}
