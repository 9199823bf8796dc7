package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Many requests in one call. */
class BatchTest {

    private static List<WwepRequest> writes(int count) {
        return IntStream.range(0, count)
                .<WwepRequest>mapToObj(i -> WwepRequest.write(i >> 8, i & 0xFF, i))
                .toList();
    }

    private static List<String> acceptances(List<WwepRequest> requests) {
        return requests.stream()
                .map(request -> ScriptedPeer.acceptance(request.toString()))
                .toList();
    }

    private static List<String> texts(List<WwepReply> replies) {
        return replies.stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({"AUTO, 1024", "AUTO, 3", "PERSISTENT, 1024", "PERSISTENT, 1"})
    void aBatchOfAnySizeReturnsRepliesInTheOrderOfItsRequests(ConnectionMode mode, int maxInFlight) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        peer.client().mode(mode).maxInFlight(maxInFlight).build()) {
            for (int size : new int[] {0, 1, 2, 3_000}) {
                List<WwepRequest> requests = writes(size);
                assertThat(texts(client.exchangeAll(requests))).isEqualTo(acceptances(requests));
            }
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ConnectionMode.class,
            names = {"AUTO", "ONE_SHOT"})
    void aServerThatServesOneRequestPerConnectionReceivesABatchOneByOne(ConnectionMode mode) throws Exception {
        ScriptedPeer.Script[] scripts = Collections.nCopies(5, acceptingOne()).toArray(ScriptedPeer.Script[]::new);
        try (ScriptedPeer peer = new ScriptedPeer(scripts);
                WwepClient client = peer.client().mode(mode).build()) {
            List<WwepRequest> requests = writes(5);
            assertThat(texts(client.exchangeAll(requests))).isEqualTo(acceptances(requests));
            assertThat(peer.requests()).hasSize(5);
        }
    }

    @Test
    void aRefusalHasItsPlaceAmongTheReplies() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.bytes(3 * 11);
                    talk.send("A0000010001XA0000030003");
                });
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            assertThat(texts(client.exchangeAll(writes(4))))
                    .containsExactly("A0000000000", "A0000010001", "X", "A0000030003");
        }
    }

    @Test
    void aBrokenBatchReportsTheRepliesAndWhatMayBeSentAgain() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.bytes(3 * 11);
                    talk.send("A0000010001A0000");
                });
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .maxInFlight(3)
                        .build()) {
            assertThatThrownBy(() -> client.exchangeAll(writes(6)))
                    .isInstanceOfSatisfying(WwepBatchException.class, e -> {
                        assertThat(texts(e.replies())).containsExactly("A0000000000", "A0000010001");
                        assertThat(IntStream.range(0, 6).mapToObj(e::delivery))
                                .startsWith(Delivery.ANSWERED, Delivery.ANSWERED, Delivery.UNKNOWN)
                                .endsWith(Delivery.NOT_SENT);
                        assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN);
                        assertThatThrownBy(() -> e.delivery(6)).isInstanceOf(IndexOutOfBoundsException.class);
                    })
                    .hasCauseInstanceOf(WwepConnectionLostException.class)
                    .hasMessageContaining("2 of 6 requests were answered");
        }
    }

    @Test
    void aBatchOfWhichNothingCanBeSentReportsThat() throws Exception {
        ScriptedPeer peer = new ScriptedPeer();
        peer.close();
        try (WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.exchangeAll(writes(2)))
                    .isInstanceOfSatisfying(
                            WwepException.class, e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
        }
    }

    @Test
    void aNullRequestIsRefusedBeforeAnythingIsSent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            List<WwepRequest> withNull = Arrays.asList(WwepRequest.read(0, 0), null);
            assertThatNullPointerException().isThrownBy(() -> client.exchangeAll(withNull));
            assertThat(peer.connections()).isZero();
        }
    }

    @Test
    void rawBytesInABatchAreSentAloneAndTheRestOverANewConnection() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.send(ScriptedPeer.acceptance(talk.request()));
                            assertThat(talk.bytes(1)).isEqualTo("Z");
                            assertThat(talk.untilEnd()).isEmpty();
                            talk.send("X");
                        },
                        accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            assertThat(texts(client.exchangeAll(
                            List.of(WwepRequest.read(0, 1), WwepRequest.raw("Z"), WwepRequest.read(0, 2)))))
                    .containsExactly("A0000011234", "X", "A0000021234");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void anInterruptedBatchIsFreedAtOnce() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.request();
                    there.countDown();
                    talk.untilEnd();
                });
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            Caller caller = Caller.of(() -> {
                try {
                    return client.exchangeAll(writes(5));
                } finally {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                }
            });
            there.await();
            caller.interrupt();
            assertThat(caller.failure())
                    .isInstanceOf(WwepBatchException.class)
                    .hasCauseInstanceOf(WwepInterruptedException.class);
        }
    }

    @Test
    void consecutiveRegistersAreReadAndWrittenTogether() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            WwepDevice device = client.device(0x0FAC);
            assertThat(device.write(0xFD, new int[] {1, 2, 3})).isSameAs(device);
            assertThat(device.read(0xFE, 2)).containsExactly(0x1234, 0x1234);
            assertThat(device.read(0, 0)).isEmpty();
            assertThat(peer.requests())
                    .containsExactly("W0FACFD0001", "W0FACFE0002", "W0FACFF0003", "R0FACFE", "R0FACFF");
        }
    }

    @Test
    void noneOfSeveralRegistersIsSentIfOneIsOutOfRange() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            WwepDevice device = client.device(0x0FAC);
            assertThatIllegalArgumentException().isThrownBy(() -> device.read(0xFF, 2));
            assertThatIllegalArgumentException().isThrownBy(() -> device.read(0, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> device.write(0xFF, new int[] {1, 2}));
            assertThatIllegalArgumentException().isThrownBy(() -> device.write(0, new int[] {0x10000}));
            assertThat(peer.connections()).isZero();
        }
    }

    @Test
    void aRefusedRegisterAmongSeveralIsNamed() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.request();
                    talk.send("X");
                });
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            assertThatThrownBy(() -> client.device(0x0FAC).read(4, 2))
                    .isInstanceOf(WwepRefusedException.class)
                    .hasMessageContaining("R0FAC05");
        }
    }
}
