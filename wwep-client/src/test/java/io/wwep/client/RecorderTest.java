package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a recorder receives, and when. */
class RecorderTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    private final Queue<String> recorded = new ConcurrentLinkedQueue<>();
    private final ExchangeRecorder recorder = (request, outcome, nanos) -> recorded.add(request + " " + outcome);
    private final CountDownLatch requested = new CountDownLatch(1);

    private static ScriptedPeer answering(String reply) throws Exception {
        return new ScriptedPeer(talk -> {
            talk.request();
            talk.send(reply);
            talk.untilEnd();
        });
    }

    private static ScriptedPeer silent() throws Exception {
        return new ScriptedPeer(talk -> talk.untilEnd());
    }

    private static void assertFails(WwepClient client, WwepRequest request) {
        assertThatThrownBy(() -> client.exchange(request)).isInstanceOf(WwepException.class);
    }

    @Test
    void anAcceptedRequestIsRecordedWithItsTimeBeforeTheCallReturns() throws Exception {
        Queue<Long> times = new ConcurrentLinkedQueue<>();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client()
                        .addRecorder((request, outcome, nanos) -> {
                            recorded.add(request + " " + outcome + " on "
                                    + Thread.currentThread().getName());
                            times.add(nanos);
                        })
                        .build()) {
            long start = System.nanoTime();
            client.exchange(WRITE);
            long took = System.nanoTime() - start;

            assertThat(recorded)
                    .containsExactly(
                            "W0FAC0B1234 ACCEPTED on " + Thread.currentThread().getName());
            assertThat(times)
                    .singleElement()
                    .satisfies(nanos -> assertThat(nanos).isBetween(1L, took));
        }
    }

    @Test
    void aRefusedRequestIsRecordedAsRefused() throws Exception {
        try (ScriptedPeer peer = answering("X");
                WwepClient client = peer.client().addRecorder(recorder).build()) {
            client.exchange(READ);
            assertThat(recorded).containsExactly("R0FAC0B REFUSED");
        }
    }

    @Test
    void aMissingReplyIsRecordedAsTimedOut() throws Exception {
        try (ScriptedPeer peer = silent();
                WwepClient client = peer.client()
                        .replyTimeout(Duration.ofMillis(100))
                        .addRecorder(recorder)
                        .build()) {
            assertFails(client, READ);
            assertThat(recorded).containsExactly("R0FAC0B TIMED_OUT");
        }
    }

    @Test
    void aReplyToAnotherRequestIsRecordedAsAProtocolError() throws Exception {
        try (ScriptedPeer peer = answering("A0BAC0B1234");
                WwepClient client = peer.client().addRecorder(recorder).build()) {
            assertFails(client, READ);
            assertThat(recorded).containsExactly("R0FAC0B PROTOCOL_ERROR");
        }
    }

    @Test
    void aWriteWhoseConnectionEndsIsRecordedAsLost() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.request());
                WwepClient client = peer.client().addRecorder(recorder).build()) {
            assertFails(client, WRITE);
            assertThat(recorded).containsExactly("W0FAC0B1234 LOST");
        }
    }

    @Test
    void anUnsentRequestIsRecordedAsNotSent() throws Exception {
        ScriptedPeer gone = new ScriptedPeer();
        gone.close();
        WwepClient client = gone.client().addRecorder(recorder).build();
        assertFails(client, READ);
        assertThat(client.exchangeAsync(WRITE)).failsWithin(Duration.ofSeconds(20));
        client.close();
        assertFails(client, READ);
        assertThat(client.exchangeAsync(WRITE)).failsWithin(Duration.ofSeconds(20));
        assertThat(recorded)
                .containsExactly(
                        "R0FAC0B NOT_SENT", "W0FAC0B1234 NOT_SENT", "R0FAC0B NOT_SENT", "W0FAC0B1234 NOT_SENT");
    }

    @Test
    void aCancelledFutureIsRecordedOnceByTheThreadThatCancelsIt() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    requested.countDown();
                    talk.untilEnd();
                });
                WwepClient client = peer.client().addRecorder(recorder).build()) {
            CompletableFuture<WwepReply> future = client.exchangeAsync(WRITE);
            assertThat(requested.await(20, TimeUnit.SECONDS)).isTrue();

            future.cancel(false);

            assertThat(recorded).containsExactly("W0FAC0B1234 CANCELLED");
        }
        assertThat(recorded).containsExactly("W0FAC0B1234 CANCELLED");
    }

    @Test
    void anInterruptedCallIsRecordedAsCancelled() throws Exception {
        try (ScriptedPeer peer = silent();
                WwepClient client = peer.client().addRecorder(recorder).build()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> client.exchange(READ)).isInstanceOf(WwepInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(recorded).containsExactly("R0FAC0B CANCELLED");
        }
    }

    @Test
    void aResentReadIsRecordedOnce() throws Exception {
        ScriptedPeer.Script breaking = talk -> {
            talk.send(acceptance(talk.request()));
            talk.request();
        };
        try (ScriptedPeer peer = new ScriptedPeer(breaking, accepting());
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .addRecorder(recorder)
                        .build()) {
            client.exchange(WRITE);
            client.exchange(READ);
            assertThat(recorded).containsExactly("W0FAC0B1234 ACCEPTED", "R0FAC0B ACCEPTED");
        }
    }

    @Test
    void eachRequestOfABatchIsRecorded() throws Exception {
        ScriptedPeer.Script breaking = talk -> {
            talk.send(acceptance(talk.request()));
            talk.send(acceptance(talk.request()));
            talk.request();
            talk.send("X");
            talk.request();
        };
        try (ScriptedPeer peer = new ScriptedPeer(breaking);
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .maxInFlight(1)
                        .addRecorder(recorder)
                        .build()) {
            client.exchange(READ);
            recorded.clear();
            assertThatThrownBy(() -> client.exchangeAll(
                            List.of(WRITE, READ, WwepRequest.write(0x0FAC, 1, 1), WwepRequest.write(0x0FAC, 2, 2))))
                    .isInstanceOf(WwepException.class);
            assertThat(recorded)
                    .containsExactly(
                            "W0FAC0B1234 ACCEPTED", "R0FAC0B REFUSED", "W0FAC010001 LOST", "W0FAC020002 NOT_SENT");
        }
    }

    @Test
    void aFutureIsRecordedBeforeItCompletes() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().addRecorder(recorder).build()) {
            for (int i = 1; i <= 100; i++) {
                client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS);
                assertThat(recorded).hasSize(i);
            }
        }
    }

    @Test
    void theRecorderIsCalledWithoutALock() throws Exception {
        WwepRequest first = WwepRequest.read(0x0FAC, 1);
        CompletableFuture<WwepClient> sharing = new CompletableFuture<>();
        ExchangeRecorder asking = (request, outcome, nanos) -> {
            if (request.equals(first)) {
                CompletableFuture<WwepReply> meanwhile = sharing.join().exchangeAsync(READ);
                recorded.add(meanwhile.orTimeout(20, TimeUnit.SECONDS).join() + " meanwhile");
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().addRecorder(asking).build()) {
            sharing.complete(client);
            client.exchange(first);
            client.exchangeAsync(first).get(20, TimeUnit.SECONDS);
            assertThat(recorded).containsExactly("A0FAC0B1234 meanwhile", "A0FAC0B1234 meanwhile");
        }
    }
}
