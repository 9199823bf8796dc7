package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A deadline for one call, in place of the client's. */
class CallDeadlineTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Answers the first request only when it may. */
    private ScriptedPeer holding() throws Exception {
        return new ScriptedPeer(talk -> {
            String request = talk.request();
            requested.countDown();
            talk.until(goOn);
            talk.send(ScriptedPeer.acceptance(request));
            accepting().play(talk);
        });
    }

    @Test
    void aCallMayHaveAShorterDeadlineThanItsClient() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.untilEnd());
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.exchange(READ, SHORT))
                    .isInstanceOf(WwepTimeoutException.class)
                    .hasMessageContaining("within the deadline of 100 ms");
        }
    }

    @Test
    void aDeviceMayHaveAShorterDeadlineThanItsClient() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.untilEnd());
                WwepClient client = peer.client().build()) {
            WwepDevice lamp = client.device(0x0FAC).within(SHORT);
            assertThatThrownBy(() -> lamp.find(0, 3)).hasMessageContaining("within the deadline of 100 ms");
        }
    }

    @Test
    void aCallMayHaveALongerDeadlineThanItsClient() throws Exception {
        try (ScriptedPeer peer = holding();
                WwepClient client = peer.client().deadline(SHORT).build()) {
            CompletableFuture<Integer> patient =
                    client.device(0x0FAC).within(LONG).readAsync(0x05);
            assertThat(requested.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> client.exchange(READ))
                    .isInstanceOf(WwepTimeoutException.class)
                    .hasMessageContaining("within the deadline of 100 ms");

            goOn.countDown();

            assertThat(patient.get(20, TimeUnit.SECONDS)).isEqualTo(0x1234);
        }
    }

    @Test
    void aFutureWithLessTimeFailsBeforeEarlierOnesWithMore() throws Exception {
        try (ScriptedPeer peer = holding();
                WwepClient client = peer.client().build()) {
            WwepDevice lamp = client.device(0x0FAC);
            CompletableFuture<Integer> patient = lamp.readAsync(0x05);
            CompletableFuture<Integer> alsoPatient = lamp.readAsync(0x06);
            CompletableFuture<Integer> hasty = lamp.within(SHORT).readAsync(0x07);

            assertThat(hasty)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(WwepTimeoutException.class);
            assertThat(patient).isNotDone();

            goOn.countDown();
            assertThat(patient.get(20, TimeUnit.SECONDS)).isEqualTo(0x1234);
            assertThat(alsoPatient.get(20, TimeUnit.SECONDS)).isEqualTo(0x1234);
            assertThat(peer.requests()).containsExactly("R0FAC05", "R0FAC06");
        }
    }

    @Test
    void theNextCallHasTheClientsDeadlineAgain() throws Exception {
        try (ScriptedPeer silent = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    talk.untilEnd();
                });
                WwepClient client = silent.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .deadline(SHORT)
                        .build()) {
            client.exchange(READ, LONG);
            assertThatThrownBy(() -> client.exchange(READ)).hasMessageContaining("within the deadline of 100 ms");
        }
    }
}
