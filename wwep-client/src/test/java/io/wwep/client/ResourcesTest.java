package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.WwepConnectionLostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Threads that some clients share, and whose close closes the clients. */
@SuppressWarnings("try") // to close resources early is what some of these are about
class ResourcesTest {

    private final CountDownLatch requested = new CountDownLatch(1);

    private static Set<Thread> loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("wwep-loop"))
                .collect(Collectors.toSet());
    }

    private static void read(WwepClient client) throws Exception {
        assertThat(client.readAsync(0x0FAC, 0x0B).get(20, TimeUnit.SECONDS)).isEqualTo(0x1234);
    }

    @Test
    void theClientsOfAResourcesObjectShareASeparateLoop() throws Exception {
        try (ScriptedPeer one = new ScriptedPeer(accepting());
                ScriptedPeer other = new ScriptedPeer(accepting());
                ScriptedPeer third = new ScriptedPeer(accepting());
                WwepResources resources = WwepResources.create();
                WwepClient first = one.client().resources(resources).build();
                WwepClient second = other.client().resources(resources).build();
                WwepClient apart = third.client().build()) {
            read(first);
            Set<Thread> own = loops();
            read(second);
            assertThat(loops()).hasSize(1).isEqualTo(own);
            read(apart);
            assertThat(loops()).hasSize(2).containsAll(own);
        }
    }

    @Test
    void theLoopStartsOnlyAfterTheFirstReplyOfACaller() throws Exception {
        Set<Thread> others = loops();
        List<Thread> startedEarly = new CopyOnWriteArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    String request = talk.request();
                    startedEarly.addAll(loops());
                    talk.send(acceptance(request));
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);

            assertThat(others).containsAll(startedEarly);
            assertThat(loops()).anyMatch(loop -> !others.contains(loop));
        }
    }

    @Test
    void closingTheResourcesFailsCallsInFlightOnTheirClients() throws Exception {
        SeenConnections listener = new SeenConnections();
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    requested.countDown();
                    talk.untilEnd();
                });
                WwepResources resources = WwepResources.create();
                WwepClient client =
                        peer.client().resources(resources).addListener(listener).build()) {
            CompletableFuture<Integer> future = client.readAsync(0x0FAC, 0x0B);
            assertThat(requested.await(20, TimeUnit.SECONDS)).isTrue();

            resources.close();

            assertThat(future)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(WwepConnectionLostException.class);
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B)).hasMessageContaining("the client is closed");
            assertThat(listener.nextEnd()).isPresent();
        }
    }

    @Test
    void closingTheResourcesEndsTheirThreads() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepResources resources = WwepResources.create();
                WwepClient client = peer.client().resources(resources).build()) {
            read(client);
            Set<Thread> loops = loops();
            resources.close();
            for (Thread loop : loops) {
                loop.join(20_000);
                assertThat(loop.isAlive()).isFalse();
            }
            assertThat(loops).hasSize(1);
        }
    }

    @Test
    void closedResourcesServeNoNewClient() {
        WwepResources resources = WwepResources.create();
        resources.close();
        resources.close();
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        WwepClient.create("127.0.0.1").resources(resources).build())
                .withMessageContaining("the resources are closed");
    }

    @Test
    void theSharedResourcesCannotBeClosed() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        peer.client().resources(WwepResources.shared()).build()) {
            read(client);
            WwepResources.shared().close();
            read(client);
        }
    }

    @Test
    void aClosedClientIsNotKeptInMemory() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepResources resources = WwepResources.create()) {
            WwepClient client = peer.client().resources(resources).build();
            client.close();
            assertThat(resources)
                    .extracting("clients")
                    .asInstanceOf(InstanceOfAssertFactories.COLLECTION)
                    .isEmpty();
        }
    }
}
