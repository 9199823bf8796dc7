package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WireListener;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** If nothing else is under way, the request of a future is sent by its caller's thread, and only the reply needs the loop. */
class LoneFutureTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final List<String> sentBy = new CopyOnWriteArrayList<>();
    private final List<String> receivedBy = new CopyOnWriteArrayList<>();

    private final WireListener threads = (local, remote) -> new WireListener.Connection() {
        @Override
        public void sent(byte[] bytes, int from, int length) {
            sentBy.add(Thread.currentThread().getName());
        }

        @Override
        public void received(byte[] bytes, int from, int length) {
            receivedBy.add(Thread.currentThread().getName());
        }
    };

    private WwepClientBuilder settings(ScriptedPeer peer) {
        return peer.client().mode(ConnectionMode.PERSISTENT).wire(threads);
    }

    private static WwepReply get(WwepClient client) throws Exception {
        return client.exchangeAsync(READ).get(20, TimeUnit.SECONDS);
    }

    @Test
    void itsCallerSendsOnceTheLoopWaitsForData() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = settings(peer).build()) {
            get(client);
            get(client);
            get(client);

            String own = Thread.currentThread().getName();
            assertThat(sentBy).containsExactly("wwep-loop", own, own);
            assertThat(receivedBy).containsExactly("wwep-loop", "wwep-loop", "wwep-loop");
        }
    }

    @Test
    void itIsAnsweredIfCallersReadInBetween() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = settings(peer).build()) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(get(client)).hasToString("A0FAC0B1234");
                for (int j = 0; j < i % 4; j++) {
                    assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
                }
            }
        }
    }

    @Test
    void itsReplyTimesOut() throws Exception {
        ScriptedPeer.Script script = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
            talk.untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client =
                        settings(peer).replyTimeout(Duration.ofSeconds(2)).build()) {
            get(client);

            assertThat(client.exchangeAsync(READ))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("2 s");
        }
    }

    @Test
    void itIsSentAgainIfTheServerCloses() throws Exception {
        ScriptedPeer.Script script = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
        };
        try (ScriptedPeer peer = new ScriptedPeer(script, accepting());
                WwepClient client = settings(peer).build()) {
            get(client);

            assertThat(get(client)).hasToString("A0FAC0B1234"); // a read is sent again
            assertThat(client.statistics().resent()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptOfItsCallerDoesNotMatter() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = settings(peer).build()) {
            get(client);
            Thread.currentThread().interrupt();
            CompletableFuture<WwepReply> future = client.exchangeAsync(READ);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(future.get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void cancellingItLeavesTheConnectionToOthers() throws Exception {
        CountDownLatch requested = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedPeer.Script script = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            String request = talk.request();
            requested.countDown();
            talk.until(goOn).send(ScriptedPeer.acceptance(request));
            accepting().play(talk);
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = settings(peer).build()) {
            get(client);
            CompletableFuture<WwepReply> cancelled = client.exchangeAsync(READ);
            requested.await();
            CompletableFuture<WwepReply> other = client.exchangeAsync(READ);
            assertThat(cancelled.cancel(true)).isTrue();
            goOn.countDown();

            assertThat(other.get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void itIsSentByItsCallerOverTlsToo() throws Exception {
        IssuedCertificate root = IssuedCertificate.authority("Lone root");
        IssuedCertificate server =
                IssuedCertificate.named("server").names("127.0.0.1").issuedBy(root);
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(server), accepting());
                WwepClient client = settings(peer)
                        .tls(WwepTls.trustingPem(root.certificatePem()))
                        .build()) {
            get(client);
            get(client);

            assertThat(sentBy).endsWith(Thread.currentThread().getName());
        }
    }
}
