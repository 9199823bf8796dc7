package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ScriptedPeer.Script;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many requests are sent before their replies. The peer counts: it receives all available requests, checks whether more
 * arrive, and only then answers, in one segment.
 */
class SendWindowTest {

    private static final int REQUESTS = 8;

    private final Crowd crowd = new Crowd();
    private final List<Integer> heardTogether = new CopyOnWriteArrayList<>();

    /** Answers requests, and records how many arrived together; waits for the other callers before its first reply. */
    private Script counting() {
        return talk -> {
            for (String request = talk.requestOrEnd(); request != null; request = talk.requestOrEnd()) {
                crowd.gather(talk);
                StringBuilder replies = new StringBuilder(ScriptedPeer.acceptance(request));
                int count = 1;
                for (; talk.hasMore(); count++) {
                    replies.append(ScriptedPeer.acceptance(talk.request()));
                }
                heardTogether.add(count);
                talk.send(replies.toString());
            }
        };
    }

    /** As {@link #counting}, but closes after the first reply. */
    private Script countingOne() {
        return talk -> {
            String request = talk.request();
            crowd.gather(talk);
            heardTogether.add(talk.hasMore() ? 2 : 1);
            talk.send(ScriptedPeer.acceptance(request));
        };
    }

    private static WwepRequest write(int value) {
        return WwepRequest.write(0x0FAC, 1, value);
    }

    private static List<Integer> counts(String text) {
        return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 1024, 1 1 6",
        "AUTO, 4, 1 1 4 2",
        "AUTO, 1, 1 1 1 1 1 1 1 1",
        "PERSISTENT, 1024, 1 7",
        "PERSISTENT, 3, 1 3 3 1",
        "PERSISTENT, 1, 1 1 1 1 1 1 1 1"
    })
    void callersAreWrittenForTogetherOnceTheConnectionIsProvenAndUpToMaxInFlight(
            ConnectionMode mode, int maxInFlight, String together) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(counting());
                WwepClient client =
                        peer.client().mode(mode).maxInFlight(maxInFlight).build()) {
            manyCallers(client);
            assertThat(heardTogether).isEqualTo(counts(together));
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void requestsAreNeverSentTogetherInOneShotMode() throws Exception {
        Script[] scripts = Collections.nCopies(REQUESTS, countingOne()).toArray(Script[]::new);
        try (ScriptedPeer peer = new ScriptedPeer(scripts);
                WwepClient client = peer.client().mode(ConnectionMode.ONE_SHOT).build()) {
            manyCallers(client);
            assertThat(heardTogether).hasSize(REQUESTS).containsOnly(1);
        }
    }

    /** Runs the given number of callers at once, each of which must get its own reply. */
    private void manyCallers(WwepClient client) throws Exception {
        List<Callable<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            WwepRequest request = write(i);
            calls.add(() -> client.exchange(request));
        }
        crowd.come(calls);
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(crowd.caller(i).outcome()).hasToString("A0FAC01000" + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 1024, 1 1 6",
        "AUTO, 4, 1 1 4 2",
        "PERSISTENT, 1024, 1 7",
        "PERSISTENT, 3, 1 3 3 1",
        "PERSISTENT, 1, 1 1 1 1 1 1 1 1"
    })
    void theRequestsOfABatchAreSentTogether(ConnectionMode mode, int maxInFlight, String together) throws Exception {
        crowd.allCame();
        try (ScriptedPeer peer = new ScriptedPeer(counting());
                WwepClient client =
                        peer.client().mode(mode).maxInFlight(maxInFlight).build()) {
            client.exchangeAll(
                    IntStream.range(0, REQUESTS).mapToObj(SendWindowTest::write).toList());
            assertThat(heardTogether).isEqualTo(counts(together));
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"AUTO, 1024, 1 1 6", "AUTO, 4, 1 1 4 2", "PERSISTENT, 3, 1 3 3 1", "PERSISTENT, 1, 1 1 1 1 1 1 1 1"})
    void theRequestsOfFuturesAreSentTogether(ConnectionMode mode, int maxInFlight, String together) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(counting());
                WwepClient client =
                        peer.client().mode(mode).maxInFlight(maxInFlight).build()) {
            List<CompletableFuture<WwepReply>> futures = new ArrayList<>();
            futures.add(client.exchangeAsync(write(0)));
            crowd.awaitFirst();
            for (int i = 1; i < REQUESTS; i++) {
                futures.add(client.exchangeAsync(write(i)));
            }
            crowd.allCame();
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(futures.get(i).get(20, TimeUnit.SECONDS)).hasToString("A0FAC01000" + i);
            }
            assertThat(heardTogether).isEqualTo(counts(together));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 65})
    void aBatchLeavesInOneWriteOnceTheConnectionIsProven(int size) throws Exception {
        crowd.allCame();
        CountingSockets sockets = new CountingSockets();
        try (ScriptedPeer peer = new ScriptedPeer(counting());
                WwepClient client = peer.client().socketFactory(sockets).build()) {
            client.write(0x0FAC, 1, 0);
            client.write(0x0FAC, 1, 1);

            client.exchangeAll(
                    IntStream.range(0, size).mapToObj(SendWindowTest::write).toList());

            assertThat(sockets.writes()).containsExactly(11, 11, size * 11);
        }
    }
}
