package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wwep.check.LogCapture;
import io.wwep.client.ConnectionMode;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.register.InvalidValueException;
import io.wwep.gateway.register.Register;
import io.wwep.gateway.register.WordOrder;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.testing.Answer;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Endpoints and devices of a gateway. */
class GatewayTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);

    @Test
    void namesAreUniqueAndValid() {
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("127.0.0.1"));
            gateway.device("boiler-1", plant, BOILER);

            assertThatThrownBy(() -> gateway.endpoint("plant", WwepClient.create("127.0.0.1")))
                    .hasMessageContaining("there is an endpoint 'plant' already");
            assertThatThrownBy(() -> gateway.device("boiler-1", plant, BOILER))
                    .hasMessageContaining("there is a device 'boiler-1' already");
            for (String wrong : List.of("", "-a", "Plant", "a b", "a".repeat(65))) {
                assertThatThrownBy(() -> gateway.endpoint(wrong, WwepClient.create("127.0.0.1")))
                        .hasMessageContaining("'" + wrong + "' is not a name");
            }
        }
    }

    @Test
    void aBuilderServesOneEndpoint() {
        WwepClientBuilder builder = WwepClient.create("127.0.0.1");
        try (Gateway gateway = Gateway.create().build()) {
            gateway.endpoint("plant", builder);

            assertThatThrownBy(() -> gateway.endpoint("other", builder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("belongs to endpoint 'plant' already");
        }
    }

    @Test
    void nothingWorksAfterClose() {
        Gateway gateway = Gateway.create().build();
        GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("127.0.0.1"));
        GatewayDevice boiler = gateway.device("boiler", plant, BOILER);
        gateway.close();
        gateway.close();

        assertThatThrownBy(() -> gateway.endpoint("other", WwepClient.create("127.0.0.1")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> boiler.read(LEVEL)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> boiler.watch(LEVEL).start(reading -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(plant.status().state()).isEqualTo(EndpointState.CLOSED);
        assertThat(gateway.health().status()).isEqualTo(GatewayHealth.Status.DOWN);
    }

    @Test
    void aDeadEndpointDegradesTheHealthAndDelaysNoOther() throws Exception {
        try (WwepTestServer alive = WwepTestServer.start();
                WwepTestServer dead = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            dead.fault(Fault.stall().onAccept().untilCleared());
            GatewayDevice mute = gateway.device(
                    "mute", gateway.endpoint("dead", dead.client().replyTimeout(Duration.ofMillis(50))), BOILER);
            GatewayDevice well = gateway.device("well", gateway.endpoint("alive", alive.client()), BOILER);
            alive.put(0x0FAC, 0x0B, 7);
            assertThat(gateway.health().status()).isEqualTo(GatewayHealth.Status.UP);
            Readings<Integer> stale = new Readings<>();
            Readings<Integer> good = new Readings<>();

            mute.watch(LEVEL).every(TICK).start(stale);
            well.watch(LEVEL).every(TICK).start(good);

            assertThat(stale.next().quality()).isEqualTo(Quality.STALE);
            assertThat(good.next().value()).isEqualTo(7);
            GatewayHealth health = gateway.health();
            assertThat(health.status()).isEqualTo(GatewayHealth.Status.DEGRADED);
            assertThat(health.endpoints().get("dead")).startsWith("down: ").contains("1 stale");
            assertThat(health.endpoints().get("alive")).startsWith("up; 1 watch");
        }
    }

    @Test
    void endpointsComeAndGoWhileOthersArePolled() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.put(0x0FAC, 0x0B, 7);
            Readings<Integer> steady = new Readings<>();
            gateway.device("steady", gateway.endpoint("steady", server.client()), BOILER)
                    .watch(LEVEL)
                    .every(TICK)
                    .always()
                    .start(steady);
            for (int i = 0; i < 20; i++) {
                GatewayEndpoint passing = gateway.endpoint("passing", server.client());
                Readings<Integer> readings = new Readings<>();
                gateway.device("passing", passing, BOILER)
                        .watch(LEVEL)
                        .every(TICK)
                        .start(readings);
                readings.next();
                passing.remove();
                steady.next();
            }
            assertThat(gateway.endpoints()).extracting(GatewayEndpoint::name).containsExactly("steady");
            assertThat(gateway.devices()).extracting(GatewayDevice::name).containsExactly("steady");
        }
    }

    @Test
    void aRegisterIsReadOncePerPollHoweverManyWatchIt() throws Exception {
        CountDownLatch polled = new CountDownLatch(5);
        GatewayObserver observer = new GatewayObserver() {
            @Override
            public void polled(GatewayEndpoint endpoint, long lateness, long nanos, boolean succeeded) {
                polled.countDown();
            }
        };
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().addObserver(observer).build()) {
            server.put(0x0FAC, 0x0B, 7);
            GatewayEndpoint plant = gateway.endpoint("plant", server.client());
            GatewayDevice boiler = gateway.device("boiler", plant, BOILER);
            for (int i = 0; i < 5; i++) {
                boiler.watch(LEVEL).every(Duration.ofMillis(40)).start(reading -> {});
            }
            polled.await();
            plant.remove();
            assertThat(server.exchanges()).isBetween(5, (int) plant.status().polls() + 2);
        }
    }

    /** Notes the names of the endpoints that were added and removed, and runs something when one is added. */
    private static GatewayObserver noting(List<String> events, Runnable whenAdded) {
        return new GatewayObserver() {
            @Override
            public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                events.add("added " + endpoint.name());
                whenAdded.run();
                return Optional.empty();
            }

            @Override
            public void endpointRemoved(GatewayEndpoint endpoint) {
                events.add("removed " + endpoint.name());
            }
        };
    }

    @Test
    void observersDoNotSeeAnEndpointThatCannotBeBuilt() {
        List<String> events = new ArrayList<>();
        try (Gateway gateway =
                Gateway.create().addObserver(noting(events, () -> {})).build()) {
            assertThatThrownBy(() -> gateway.endpoint(
                            "plant", WwepClient.create("127.0.0.1").fallbackAddress("127.0.0.2")))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(events).isEmpty();
            assertThat(gateway.endpoint("plant", WwepClient.create("127.0.0.1")).name())
                    .isEqualTo("plant");
        }
        assertThat(events).containsExactly("added plant", "removed plant");
    }

    @Test
    void anEndpointIsRemovedIfItsGatewayIsClosedWhileItIsAdded() {
        List<String> events = new ArrayList<>();
        CompletableFuture<Gateway> closed = new CompletableFuture<>();
        GatewayObserver closing = noting(events, () -> closed.join().close());
        try (Gateway gateway = Gateway.create().addObserver(closing).build()) {
            closed.complete(gateway);

            assertThatThrownBy(() -> gateway.endpoint("plant", WwepClient.create("127.0.0.1")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the gateway is closed");
        }
        assertThat(events).containsExactly("added plant", "removed plant");
    }

    @Test
    void aNameIsInUseWhileItsEndpointIsAdded() {
        List<String> events = new ArrayList<>();
        CompletableFuture<Gateway> used = new CompletableFuture<>();
        AtomicReference<Throwable> refused = new AtomicReference<>();
        GatewayObserver adding = noting(
                events,
                () -> refused.set(catchThrowable(() -> used.join().endpoint("plant", WwepClient.create("127.0.0.1")))));
        try (Gateway gateway = Gateway.create().addObserver(adding).build()) {
            used.complete(gateway);
            gateway.endpoint("plant", WwepClient.create("127.0.0.1"));

            assertThat(refused.get()).hasMessageContaining("there is an endpoint 'plant' already");
        }
        assertThat(events).containsExactly("added plant", "removed plant");
    }

    @Test
    void anObserverThatFailsKeepsNoExchangeFromTheRecorderOfAnother() throws Exception {
        GatewayObserver failing = new GatewayObserver() {
            @Override
            public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                throw new IllegalStateException("an observer that fails");
            }
        };
        AtomicInteger recorded = new AtomicInteger();
        GatewayObserver recording = new GatewayObserver() {
            @Override
            public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                return Optional.of((request, outcome, nanos) -> recorded.incrementAndGet());
            }
        };
        try (WwepTestServer server = WwepTestServer.start();
                LogCapture log = new LogCapture("io.wwep.gateway");
                Gateway gateway = Gateway.create()
                        .addObserver(failing)
                        .addObserver(recording)
                        .build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            boiler.write(LEVEL, 7);

            assertThat(recorded).hasValue(1);
            assertThat(log.warnings()).anyMatch(line -> line.contains("an observer of the gateway failed"));
        }
    }

    @Test
    void aClockThatJumpsChangesNoPoll() throws Exception {
        AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-27T10:00:00Z"));
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().clock(clock::get).build()) {
            server.put(0x0FAC, 0x0B, 7);
            Readings<Integer> readings = new Readings<>();
            gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER)
                    .watch(LEVEL)
                    .every(TICK)
                    .always()
                    .start(readings);
            Reading<Integer> before = readings.next();

            clock.set(Instant.parse("2020-01-01T00:00:00Z"));

            Reading<Integer> after = readings.next(reading -> reading.time().isBefore(before.time()));
            assertThat(after.nanos()).isGreaterThan(before.nanos());
            readings.next();
        }
    }

    @Test
    void aServerThatCannotKeepUpIsWarnedOfOnceWithTheFigures() throws Exception {
        try (LogCapture log = new LogCapture("io.wwep.gateway");
                WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.dispatcher(
                    request -> Answer.of(WwepReply.accepted(BOILER, 0x0B, 1)).after(Duration.ofMillis(20)));
            GatewayEndpoint plant = gateway.endpoint("plant", server.client().mode(ConnectionMode.ONE_SHOT));
            Readings<Integer> readings = new Readings<>();
            Watch<Integer> watch = gateway.device("boiler", plant, BOILER)
                    .watch(LEVEL)
                    .every(Duration.ofMillis(5))
                    .always()
                    .start(readings);
            readings.next();
            readings.next();
            readings.next();

            assertThat(watch.missed()).isPositive();
            assertThat(plant.status().missed()).isPositive();
            assertThat(log.warnings()).singleElement().asString().contains("'plant'", "1 register", "5 ms");
        }
    }

    @Test
    void valuesAreReadAndWritten() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            Register<Long> energy = Register.uint32(0x20, WordOrder.HIGH_FIRST);
            assertThat(boiler.find(energy)).isEmpty();

            boiler.write(energy, 0x12345678L);
            boiler.write(Register.bit(5, 3), true);
            boiler.write(Register.bit(5, 0), true);

            assertThat(boiler.read(energy)).isEqualTo(0x12345678L);
            assertThat(server.find(0x0FAC, 0x20)).hasValue(0x1234);
            assertThat(server.find(0x0FAC, 5)).hasValue(0b1001);
            assertThatThrownBy(() -> boiler.write(LEVEL, 65536)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aValueThatChangesWithEachReadIsInvalid() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            AtomicInteger count = new AtomicInteger();
            server.dispatcher(request -> Answer.of(WwepReply.accepted(
                    BOILER, Integer.parseInt(request.text().substring(5, 7), 16), count.incrementAndGet())));
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            Register<Long> energy = Register.uint32(0x20, WordOrder.HIGH_FIRST);
            Readings<Long> readings = new Readings<>();

            boiler.watch(energy).every(TICK).start(readings);

            Reading<Long> invalid = readings.next();
            assertThat(invalid.quality()).isEqualTo(Quality.INVALID);
            assertThat(invalid.value()).isNull();
            assertThat(invalid.cause()).hasMessageContaining("changed while they were read, 5 times");
            assertThatThrownBy(() -> boiler.read(energy))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("changed while it was read");
        }
    }

    @Test
    void aValueThatIsWrittenMeanwhileIsReadUntilTwoReadsAgree() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            server.enqueue(WwepReply.accepted(BOILER, 0x20, 1));
            server.enqueue(WwepReply.accepted(BOILER, 0x21, 0));
            server.put(0x0FAC, 0x20, 1);
            server.put(0x0FAC, 0x21, 1);

            assertThat(boiler.read(Register.uint32(0x20))).isEqualTo(0x00010001L);
            assertThat(server.exchanges()).isEqualTo(6);
        }
    }

    @Test
    void aStaleReadingHasNoValueOfReadsThatNeverAgreed() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            AtomicInteger count = new AtomicInteger();
            server.dispatcher(request -> Answer.of(WwepReply.accepted(
                    BOILER, Integer.parseInt(request.text().substring(5, 7), 16), count.incrementAndGet())));
            Readings<Long> readings = new Readings<>();
            gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER)
                    .watch(Register.uint32(0x20))
                    .every(TICK)
                    .start(readings);
            readings.next(reading -> reading.quality() == Quality.INVALID);

            server.fault(Fault.close().afterRequest().untilCleared());

            Reading<Long> stale = readings.next(reading -> reading.quality() == Quality.STALE);
            assertThat(stale.value()).isNull();
        }
    }

    @Test
    void theTimeOfAQualityIsThatOfTheReadingThatDidNotDecode() throws Exception {
        AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-27T10:00:00Z"));
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().clock(clock::get).build()) {
            server.put(0x0FAC, 5, 1);
            Readings<Boolean> readings = new Readings<>();
            Watch<Boolean> watch = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER)
                    .watch(Register.flag(5))
                    .every(TICK)
                    .start(readings);
            readings.next(Reading::isGood);

            Instant spoilt = Instant.parse("2026-11-27T11:00:00Z");
            clock.set(spoilt);
            server.put(0x0FAC, 5, 2);
            assertThat(readings.next().reported()).isEqualTo(spoilt);
            assertThat(watch.latest().orElseThrow().reported()).isEqualTo(spoilt);

            Instant repaired = Instant.parse("2026-11-27T12:00:00Z");
            clock.set(repaired);
            server.put(0x0FAC, 5, 1);
            assertThat(readings.next().reported()).isEqualTo(repaired);
            assertThat(watch.latest().orElseThrow().reported()).isEqualTo(repaired);
        }
    }

    /** Answers reads of a pair as a server whose thread stood still for 2 ms between the two writes of a client. */
    private static Answer answerHalfWritten(String request, AtomicReference<Instant> firstRead) {
        int register = Integer.parseInt(request.substring(5, 7), 16);
        Instant now = Instant.now();
        Instant began = firstRead.accumulateAndGet(now, (first, later) -> first.equals(Instant.MAX) ? later : first);
        boolean isWhole = now.isAfter(began.plusMillis(2));
        return Answer.of(WwepReply.accepted(BOILER, register, register == 0x20 || isWhole ? 1 : 0));
    }

    @Test
    void aValueIsNotReadWhileItsServerPausesBetweenTheTwoWritesOfIt() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            AtomicReference<Instant> read = new AtomicReference<>(Instant.MAX);
            server.dispatcher(request -> answerHalfWritten(request.text(), read));

            assertThat(boiler.read(Register.uint32(0x20))).isEqualTo(0x00010001L);
        }
    }

    @Test
    void aWatchReportsNoValueWhileItsServerPausesBetweenTheTwoWritesOfIt() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            AtomicReference<Instant> watched = new AtomicReference<>(Instant.MAX);
            server.dispatcher(request -> answerHalfWritten(request.text(), watched));
            Readings<Long> readings = new Readings<>();

            boiler.watch(Register.uint32(0x20)).every(TICK).start(readings);

            assertThat(readings.next().value()).isEqualTo(0x00010001L);
        }
    }
}
