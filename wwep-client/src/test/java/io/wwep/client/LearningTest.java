package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.client.ScriptedPeer.Script;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a client with {@link ConnectionMode#AUTO} learns about its server, and the cost of that. */
class LearningTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    /** Less than the time for which a write waits for a close. */
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(15);

    /** A busy machine may make any one exchange slow, but not all of them. */
    private static final int TRIES = 100;

    @Test
    void theSecondExchangeDoesNotWaitIfItIsARead() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            try (ScriptedPeer peer = new ScriptedPeer(accepting());
                    WwepClient client = peer.client().build()) {
                client.exchange(WRITE);
                if (isShort(client, READ)) {
                    return;
                }
            }
        }
        throw new AssertionError("each of " + TRIES + " reads waited");
    }

    @Test
    void aReadThatCrossesTheCloseIsSentAgain() throws Exception {
        Script closingOnceTheSecondRequestCame = talk -> {
            talk.send(acceptance(talk.request()));
            talk.request();
        };
        try (ScriptedPeer peer = new ScriptedPeer(closingOnceTheSecondRequestCame, acceptingOne(), acceptingOne());
                WwepClient client = peer.client().build()) {
            client.exchange(WRITE);
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", "R0FAC0B", "R0FAC0B", "W0FAC0B1234");
        }
    }

    @Test
    void theLearnedBehaviorAppliesToLaterConnections() throws Exception {
        Script two = talk -> {
            talk.send(acceptance(talk.request()));
            talk.send(acceptance(talk.request()));
        };
        Closes closes = new Closes();
        try (ScriptedPeer peer =
                        new ScriptedPeer(Collections.nCopies(TRIES, two).toArray(Script[]::new));
                WwepClient client = peer.client().addListener(closes).build()) {
            client.exchange(WRITE);
            client.exchange(WRITE);
            for (int i = 1; i < TRIES; i++) {
                closes.await();
                client.exchange(WRITE);
                if (isShort(client, WRITE)) {
                    return;
                }
            }
        }
        throw new AssertionError("each of " + TRIES + " connections was doubted again");
    }

    @Test
    void aServerThatStartsToCloseConnectionsIsDetected() throws Exception {
        List<Script> scripts = new ArrayList<>();
        scripts.add(talk -> {
            talk.send(acceptance(talk.request()));
            talk.send(acceptance(talk.request()));
        });
        scripts.addAll(Collections.nCopies(6, acceptingOne()));
        try (ScriptedPeer peer = new ScriptedPeer(scripts.toArray(Script[]::new));
                WwepClient client = peer.client().build()) {
            for (int i = 0; i < 8; i++) {
                client.exchange(READ);
            }
            assertThat(peer.connections()).isEqualTo(7);
        }
    }

    @Test
    void manyCallersOfANewServerThatClosesLoseNothing() throws Exception {
        int callers = 4;
        for (int round = 0; round < 50; round++) {
            try (ScriptedPeer peer = new ScriptedPeer(
                            Collections.nCopies(callers, acceptingOne()).toArray(Script[]::new));
                    WwepClient client = peer.client().build()) {
                List<Caller> crowd = new ArrayList<>();
                for (int i = 0; i < callers; i++) {
                    crowd.add(Caller.of(() -> client.exchange(WRITE)));
                }
                for (Caller caller : crowd) {
                    assertThat(caller.outcome()).hasToString("A0FAC0B1234");
                }
            }
        }
    }

    @Test
    void theLearnedBehaviorIsLoggedOnceAtInfo() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client().build()) {
            for (int i = 0; i < 4; i++) {
                client.exchange(WRITE);
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("INFO"))
                    .containsExactly(
                            "INFO 127.0.0.1:" + peer.port() + " keeps connections open: they are reused from now on");
        }
    }

    @Test
    void aServerThatStartsToKeepConnectionsIsDetectedByTheNextTest() throws Exception {
        Closes closes = new Closes();
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), accepting(), accepting());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client().addListener(closes).build()) {
            client.exchange(WRITE);
            closes.await();
            client.exchange(WRITE);
            closes.await();
            testIsDue(client);
            for (int i = 0; i < 4; i++) {
                client.exchange(WRITE);
            }
            assertThat(peer.connections()).isEqualTo(3);
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("INFO"))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("closes each connection"),
                            line -> assertThat(line).contains("keeps connections open"));
        }
    }

    @Test
    void testingAServerThatStillClosesLosesNothing() throws Exception {
        Closes closes = new Closes();
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), acceptingOne(), accepting());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client().addListener(closes).build()) {
            client.exchange(WRITE);
            closes.await();
            testIsDue(client);
            client.exchange(WRITE);
            client.exchange(WRITE);
            // The last one is closed by the client: the peer would keep it.
            closes.await();
            closes.await();
            assertThat(peer.requests()).hasSize(3);
            assertThat(log.lines()).filteredOn(line -> line.startsWith("INFO")).hasSize(1);
        }
    }

    /** Makes the test of the server due, which would take a minute. */
    private static void testIsDue(WwepClient client) throws Exception {
        Object behavior = field(field(field(client, "endpoint"), "server"), "behavior");
        Field next = behavior.getClass().getDeclaredField("nextTest");
        next.setAccessible(true);
        next.setLong(behavior, System.nanoTime());
    }

    private static Object field(Object of, String name) throws Exception {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static boolean isShort(WwepClient client, WwepRequest request) throws Exception {
        long begun = System.nanoTime();
        client.exchange(request);
        return System.nanoTime() - begun < SHORT;
    }

    /** Counts the connections that ended. */
    private static final class Closes implements WwepListener {

        private final Semaphore closed = new Semaphore(0);

        @Override
        public void disconnected(InetSocketAddress server, @Nullable WwepException cause) {
            closed.release();
        }

        void await() throws InterruptedException {
            assertThat(closed.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
