package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wwep.client.internal.Endpoint;
import io.wwep.client.internal.ListenerDispatcher;
import io.wwep.client.internal.Settings;
import io.wwep.protocol.WwepConnectionLostException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
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

    private static Endpoint endpoint(WwepResources resources, ListenerDispatcher listeners) {
        Duration limit = Duration.ofSeconds(1);
        return new Endpoint(
                new Settings(
                        new Settings.Address("127.0.0.1", 1, null, InetAddress::getAllByName),
                        new Settings.Limits(limit, limit, limit, limit, limit),
                        new Settings.Sockets(null, null, -1, null, null),
                        null,
                        new Settings.Sending(1, false, null),
                        new Settings.Reconnecting(null, false),
                        null,
                        resources.threads()),
                ConnectionBehavior.UNKNOWN,
                listeners,
                List.of());
    }

    @Test
    void aClientThatCannotBeClosedDoesNotKeepTheOthersOpen() {
        WwepResources resources = WwepResources.create();
        List<RuntimeException> failures = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RuntimeException failure = new IllegalStateException("number " + i);
            ListenerDispatcher broken = new ListenerDispatcher(List.of(), Runnable::run) {
                @Override
                public void dispatch() {
                    failures.add(failure);
                    throw failure;
                }
            };
            resources.add(new WwepClient(endpoint(resources, broken), broken, resources));
        }

        Throwable thrown = catchThrowable(resources::close);

        assertThat(failures).hasSize(2).first().isSameAs(thrown);
        assertThat(failures.get(0).getSuppressed()).containsExactly(failures.get(1));
        assertThat(resources)
                .extracting("clients")
                .asInstanceOf(InstanceOfAssertFactories.COLLECTION)
                .isEmpty();
    }

    @Test
    void aClientThatCannotConnectBecauseOfAnErrorIsClosed() throws Exception {
        SocketFactory broken = new GatedSockets() {
            @Override
            public Socket createSocket() {
                throw new AssertionError("the user's");
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepResources resources = WwepResources.create()) {
            assertThatThrownBy(() -> peer.client()
                            .resources(resources)
                            .socketFactory(broken)
                            .connect())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("the user's");
            assertThat(resources)
                    .extracting("clients")
                    .asInstanceOf(InstanceOfAssertFactories.COLLECTION)
                    .isEmpty();
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
