package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.client.WwepResources;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Gateways whose users and servers do what they should not. */
class GatewayAbuseTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);

    @Test
    void anObserverThatAlwaysThrowsHarmsNothing() throws Exception {
        GatewayObserver broken = new GatewayObserver() {
            @Override
            public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                throw new IllegalStateException("added");
            }

            @Override
            public void endpointRemoved(GatewayEndpoint endpoint) {
                throw new AssertionError("removed");
            }

            @Override
            public void polled(GatewayEndpoint endpoint, long lateness, long nanos, boolean succeeded) {
                throw new AssertionError("polled");
            }
        };
        try (LogCapture log = new LogCapture("io.wwep.gateway");
                WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().addObserver(broken).build()) {
            server.put(0x0FAC, 0x0B, 7);
            GatewayEndpoint plant = gateway.endpoint("plant", server.client());
            Readings<Integer> readings = new Readings<>();
            gateway.device("boiler", plant, BOILER)
                    .watch(LEVEL)
                    .every(TICK)
                    .always()
                    .start(readings);

            readings.awaitGood(7);
            readings.awaitGood(7);
            plant.remove();

            assertThat(gateway.endpoints()).isEmpty();
            assertThat(log.warnings()).singleElement().asString().contains("observer");
        }
    }

    @Test
    void aReadThatIsRefusedForAnotherReasonIsNotTakenForARegisterThatWasNeverWritten() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.put(0x0FAC, 0x0B, 0xFFFE);
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            server.fault(Fault.refusal("Not Found").afterRequest());
            assertThat(boiler.find(LEVEL)).isEmpty();

            server.fault(Fault.refusal("Database Failure").afterRequest().untilCleared());
            assertThatThrownBy(() -> boiler.find(LEVEL))
                    .isInstanceOf(WwepRefusedException.class)
                    .hasMessageContaining("Database Failure");
            assertThatThrownBy(() -> boiler.write(Register.bit(0x0B, 0), true))
                    .isInstanceOf(WwepRefusedException.class);

            assertThat(server.find(0x0FAC, 0x0B)).as("the other bits").hasValue(0xFFFE);
        }
    }

    @Test
    void anObserverIsAskedForItsRecorderUnderNoLock() {
        CompletableFuture<Gateway> created = new CompletableFuture<>();
        AtomicReference<Boolean> isFree = new AtomicReference<>(false);
        GatewayObserver observer = new GatewayObserver() {
            @Override
            public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                try {
                    var unused = CompletableFuture.supplyAsync(
                                    () -> created.join().endpoints())
                            .get(5, TimeUnit.SECONDS);
                    isFree.set(true);
                } catch (InterruptedException | ExecutionException | TimeoutException e) {
                    isFree.set(false);
                }
                return Optional.empty();
            }
        };
        try (Gateway gateway = Gateway.create().addObserver(observer).build()) {
            created.complete(gateway);

            gateway.endpoint("plant", WwepClient.create("127.0.0.1"));

            assertThat(isFree).hasValue(true);
        }
    }

    @Test
    void aBuilderOfAClientThatCouldNotBeBuiltCanBeUsedAgain() {
        WwepResources resources = WwepResources.create();
        resources.close();
        WwepClientBuilder builder = WwepClient.create("127.0.0.1").resources(resources);
        try (Gateway gateway = Gateway.create().build()) {
            assertThatThrownBy(() -> gateway.endpoint("plant", builder)).isInstanceOf(IllegalStateException.class);

            assertThat(gateway.endpoint("plant", builder.resources(WwepResources.shared()))
                            .name())
                    .isEqualTo("plant");
        }
    }

    @Test
    void anEndpointIsRemovedWhileItsPollIsInFlight() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.fault(Fault.stall().afterRequest().untilCleared());
            GatewayEndpoint plant = gateway.endpoint("plant", server.client());
            GatewayDevice old = gateway.device("boiler", plant, BOILER);
            Readings<Integer> none = new Readings<>();
            old.watch(LEVEL).every(TICK).start(none);
            assertThat(server.takeRequest(Duration.ofSeconds(20)).request()).isPresent();

            plant.remove();
            server.clearFaults();
            server.put(0x0FAC, 0x0B, 7);
            assertThatThrownBy(() -> gateway.device("other", plant, BOILER))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was removed");
            Readings<Integer> readings = new Readings<>();
            gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER)
                    .watch(LEVEL)
                    .every(TICK)
                    .start(readings);

            readings.awaitGood(7);
            assertThat(none.all()).isEmpty();
            assertThat(plant.status().state()).isEqualTo(EndpointState.CLOSED);
        }
    }

    @Test
    void twoGatewaysInOneProcessDoNotDisturbEachOther() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway one = Gateway.create().build()) {
            server.put(0x0FAC, 0x0B, 7);
            Readings<Integer> readings = new Readings<>();
            try (Gateway other = Gateway.create().build()) {
                other.device("boiler", other.endpoint("plant", server.client()), BOILER)
                        .watch(LEVEL)
                        .every(TICK)
                        .start(reading -> {});
                one.device("boiler", one.endpoint("plant", server.client()), BOILER)
                        .watch(LEVEL)
                        .every(TICK)
                        .always()
                        .start(readings);
                readings.awaitGood(7);
            }
            readings.next();
            readings.awaitGood(7);
        }
    }

    @Test
    void thousandsOfWatchesAreStartedByManyThreadsWhileOthersAreClosed() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", server.client());
            GatewayDevice boiler = gateway.device("boiler", plant, BOILER);
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                threads.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 1250; i++) {
                        Watch<Integer> watch = boiler.watch(Register.uint16(i & 0xFF))
                                .every(Duration.ofMillis(200 + i % 3))
                                .start(reading -> {});
                        if (i % 10 > 0) {
                            watch.close();
                        }
                    }
                }));
            }
            for (CompletableFuture<Void> thread : threads) {
                thread.get(60, TimeUnit.SECONDS);
            }
            server.put(0x0FAC, 0x0B, 7);
            Readings<Integer> readings = new Readings<>();
            boiler.watch(LEVEL).every(TICK).start(readings);
            readings.awaitGood(7);

            assertThat(plant.status().watches()).isEqualTo(1001);
            assertThat(plant.status().stale()).isZero();
        }
    }

    @Test
    void watchesOfSeveralIntervalsCoincideInOneBatchThatReadsEachRegisterOnce() throws Exception {
        AtomicReference<Long> before = new AtomicReference<>(0L);
        List<Long> requests = new ArrayList<>();
        CompletableFuture<List<Long>> polls = new CompletableFuture<>();
        GatewayObserver observer = new GatewayObserver() {
            @Override
            public void polled(GatewayEndpoint endpoint, long lateness, long nanos, boolean succeeded) {
                long accepted = endpoint.statistics().refused();
                requests.add(accepted - before.getAndSet(accepted));
                if (requests.size() == 12) {
                    polls.complete(List.copyOf(requests));
                }
            }
        };
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().addObserver(observer).build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            boiler.watch(LEVEL).every(Duration.ofMillis(100)).start(reading -> {});
            boiler.watch(LEVEL).every(Duration.ofMillis(200)).start(reading -> {});
            boiler.watch(Register.uint16(1)).every(Duration.ofMillis(200)).start(reading -> {});

            assertThat(polls.get(20, TimeUnit.SECONDS)).contains(1L, 2L).allMatch(count -> count <= 2);
        }
    }
}
