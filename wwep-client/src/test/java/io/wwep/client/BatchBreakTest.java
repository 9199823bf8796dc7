package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ScriptedPeer.Script;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches that end early. The peer receives a window of three requests, after the first one, which is sent alone. */
@SuppressWarnings("try") // to close a client early is what some of these are about
class BatchBreakTest {

    private static final List<Delivery> ONE_OF_SIX_ANSWERED = List.of(
            Delivery.ANSWERED,
            Delivery.UNKNOWN,
            Delivery.UNKNOWN,
            Delivery.UNKNOWN,
            Delivery.NOT_SENT,
            Delivery.NOT_SENT);

    private final CountDownLatch heard = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static List<WwepRequest> writes(int count) {
        return IntStream.range(0, count)
                .<WwepRequest>mapToObj(i -> WwepRequest.write(0, i, i))
                .toList();
    }

    private static List<WwepRequest> reads(int count) {
        return IntStream.range(0, count)
                .<WwepRequest>mapToObj(i -> WwepRequest.read(0, i))
                .toList();
    }

    private static List<String> texts(List<WwepReply> replies) {
        return replies.stream().map(Object::toString).toList();
    }

    private static List<Delivery> deliveries(WwepBatchException e, int size) {
        return IntStream.range(0, size).mapToObj(e::delivery).toList();
    }

    /** Answers the first request, receives three more, and continues. */
    private Script windowOfThree(Script then) {
        return talk -> {
            talk.send(acceptance(talk.request()));
            for (int i = 0; i < 3; i++) {
                talk.request();
            }
            heard.countDown();
            then.play(talk);
        };
    }

    private static WwepClientBuilder client(ScriptedPeer peer) {
        return peer.client().mode(ConnectionMode.PERSISTENT).maxInFlight(3);
    }

    private static WwepBatchException failure(Caller caller) throws Exception {
        Throwable failure = caller.failure();
        assertThat(failure).isInstanceOf(WwepBatchException.class);
        return (WwepBatchException) failure;
    }

    private static void assertOneOfSixAnswered(WwepBatchException e, Class<? extends WwepException> cause) {
        assertThat(e).hasCauseInstanceOf(cause).hasMessageContaining("1 of 6 requests were answered");
        assertThat(texts(e.replies())).containsExactly("A0000000000");
        assertThat(deliveries(e, 6)).isEqualTo(ONE_OF_SIX_ANSWERED);
        assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN);
    }

    @Test
    void aLostConnectionLeavesTheWindowUnknownAndTheRestUnsent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(Talk::close), accepting());
                WwepClient client = client(peer).build()) {
            Caller caller = Caller.of(() -> client.exchangeAll(writes(6)));
            assertOneOfSixAnswered(failure(caller), WwepConnectionLostException.class);
            client.write(0, 9, 9);
            assertThat(peer.requests()).hasSize(5).endsWith("W0000090009");
        }
    }

    @Test
    void anOverdueReplyEndsTheBatch() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(talk -> talk.untilEnd()));
                WwepClient client =
                        client(peer).replyTimeout(Duration.ofSeconds(2)).build()) {
            Caller caller = Caller.of(() -> client.exchangeAll(writes(6)));
            assertOneOfSixAnswered(failure(caller), WwepTimeoutException.class);
        }
    }

    @Test
    void closingTheClientEndsTheBatchAtOnce() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(talk -> talk.untilEnd()));
                WwepClient client = client(peer).build()) {
            Caller caller = Caller.of(() -> client.exchangeAll(writes(6)));
            heard.await();
            client.close();
            assertOneOfSixAnswered(failure(caller), WwepConnectionLostException.class);
        }
    }

    @Test
    void anInterruptEndsTheBatchAndTheNextCallHasItsOwnReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(talk -> talk.untilEnd()), accepting());
                WwepClient client = client(peer).build()) {
            Caller caller = Caller.of(() -> client.exchangeAll(writes(6)));
            heard.await();
            caller.interrupt();
            assertOneOfSixAnswered(failure(caller), WwepInterruptedException.class);
            assertThat(client.read(0, 9)).isEqualTo(0x1234);
        }
    }

    @Test
    void theRepliesToAnInterruptedBatchReachNoOtherCaller() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(talk -> {
                    talk.until(goOn).send("A0000010001A0000020002");
                    talk.pause().send("A0000030003");
                    talk.send(acceptance(talk.request()));
                }));
                WwepClient client = client(peer).build()) {
            Caller batch = Caller.of(() -> client.exchangeAll(writes(6)));
            heard.await();
            Caller other = Caller.of(() -> client.read(0, 9));
            other.whenWaiting();
            batch.interrupt();
            assertOneOfSixAnswered(failure(batch), WwepInterruptedException.class);
            goOn.countDown();
            assertThat(other.outcome()).isEqualTo(0x1234);
            assertThat(peer.requests()).endsWith("W0000030003", "R000009");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aCallerQueuedBehindABatchIsServedAfterIt() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(talk -> {
                    talk.until(goOn).send("A0000010001A0000020002A0000030003");
                    accepting().play(talk);
                }));
                WwepClient client = client(peer).build()) {
            Caller batch = Caller.of(() -> client.exchangeAll(writes(6)));
            heard.await();
            Caller other = Caller.of(() -> client.read(0, 9));
            other.whenWaiting();
            goOn.countDown();
            assertThat(batch.outcome())
                    .hasToString("[A0000000000, A0000010001, A0000020002, A0000030003, A0000040004, A0000050005]");
            assertThat(other.outcome()).isEqualTo(0x1234);
            assertThat(peer.requests()).endsWith("W0000040004", "W0000050005", "R000009");
        }
    }

    @Test
    void readsOfABatchAreResentOnlyOnce() throws Exception {
        Script hearAndClose = talk -> {
            talk.request();
            talk.close();
        };
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(Talk::close), hearAndClose, accepting());
                WwepClient client = client(peer).build()) {
            WwepBatchException e = failure(Caller.of(() -> client.exchangeAll(reads(6))));
            assertThat(texts(e.replies())).containsExactly("A0000001234");
            assertThat(deliveries(e, 6)).isEqualTo(ONE_OF_SIX_ANSWERED);
            assertThat(peer.requests()).containsExactly("R000000", "R000001", "R000002", "R000003", "R000001");
        }
    }

    @Test
    void readsOfABatchWhoseConnectionIsLostAreAnsweredOverANewOne() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(Talk::close), accepting());
                WwepClient client = client(peer).build()) {
            assertThat(texts(client.exchangeAll(reads(6))))
                    .hasSize(6)
                    .startsWith("A0000001234", "A0000011234")
                    .endsWith("A0000051234");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aBatchThatWasNotSentReportsThatForEachRequest() throws Exception {
        ScriptedPeer gone = new ScriptedPeer();
        gone.close();
        try (WwepClient client = gone.client().build()) {
            WwepBatchException e = failure(Caller.of(() -> client.exchangeAll(writes(2))));
            assertThat(e).hasCauseInstanceOf(WwepConnectException.class);
            assertThat(e.replies()).isEmpty();
            assertThat(deliveries(e, 2)).isEqualTo(Collections.nCopies(2, Delivery.NOT_SENT));
            assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
        }
    }

    @Test
    void aClosedClientRejectsABatch() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer();
                WwepClient client = peer.client().build()) {
            client.close();
            assertThatThrownBy(() -> client.exchangeAll(writes(2)))
                    .isInstanceOfSatisfying(
                            WwepConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
        }
    }

    @Test
    void aRefusedWriteOfSeveralIsNamedAndTheOthersAreStillSent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(windowOfThree(talk -> talk.send("XA0000020002A0000030003")));
                WwepClient client = client(peer).build()) {
            assertThatThrownBy(() -> client.device(0).write(0, new int[] {0, 1, 2, 3}))
                    .isInstanceOf(WwepRefusedException.class)
                    .hasMessageContaining("W0000010001");
            assertThat(peer.requests()).hasSize(4);
        }
    }
}
