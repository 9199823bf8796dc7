package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ScriptedPeer.Script;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Deadlines of futures, for which no thread waits; the reply timeout is far longer than they are. */
class FutureDeadlineTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final WwepRequest OTHER = WwepRequest.read(9, 9);

    private final CountDownLatch requested = new CountDownLatch(1);

    /** Hears requests and answers none. */
    private Script silent() {
        return talk -> {
            while (talk.requestOrEnd() != null) {
                requested.countDown();
            }
        };
    }

    private static WwepClientBuilder hasty(ScriptedPeer peer) {
        return peer.client().deadline(Duration.ofSeconds(1));
    }

    private static WwepException failure(CompletableFuture<WwepReply> future) throws Exception {
        try {
            // Less than the reply timeout, at which all would end anyway.
            throw new AssertionError("it did not fail but gave " + future.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(WwepException.class);
            return (WwepException) Objects.requireNonNull(e.getCause());
        }
    }

    @Test
    void aFutureInFlightEndsAtItsDeadlineAndSaysThatItsOutcomeIsUnknown() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(silent());
                WwepClient client = hasty(peer).build()) {
            WwepException failure = failure(client.exchangeAsync(READ));
            assertThat(failure).isInstanceOf(WwepTimeoutException.class).hasMessageContaining("R0FAC0B");
            assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
        }
    }

    @Test
    void aFutureBehindAnotherEndsAtItsDeadlineToo() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(silent());
                WwepClient client = hasty(peer).build()) {
            CompletableFuture<WwepReply> first = client.exchangeAsync(READ);
            requested.await();
            CompletableFuture<WwepReply> second = client.exchangeAsync(OTHER);
            assertThat(failure(first).delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(failure(second).delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(peer.requests()).containsExactly("R0FAC0B");
        }
    }

    @Test
    void eachOfSeveralFuturesInFlightEndsAtItsDeadline() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    silent().play(talk);
                });
                WwepClient client = hasty(peer).mode(ConnectionMode.PERSISTENT).build()) {
            client.read(0, 0);
            CompletableFuture<WwepReply> first = client.exchangeAsync(READ);
            CompletableFuture<WwepReply> second = client.exchangeAsync(OTHER);
            assertThat(failure(first)).isInstanceOf(WwepTimeoutException.class);
            assertThat(failure(second)).isInstanceOf(WwepTimeoutException.class);
        }
    }
}
