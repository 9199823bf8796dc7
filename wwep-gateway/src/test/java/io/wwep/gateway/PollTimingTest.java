package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.client.ConnectionMode;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When polls happen, and the times of their readings. */
class PollTimingTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);

    @Test
    void aClockThatJumpsForwardAndBackChangesNoPoll() throws Exception {
        AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-27T10:00:00Z"));
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().clock(clock::get).build()) {
            server.put(0x0FAC, 0x0B, 7);
            Readings<Integer> readings = new Readings<>();
            WatchBuilder<Integer> watched = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER)
                    .watch(LEVEL)
                    .every(TICK);
            Watch<Integer> every = watched.always().start(readings);
            Readings<Integer> silent = new Readings<>();
            watched.maxSilence(Duration.ofHours(1)).onChange().start(silent);
            Reading<Integer> before = readings.next();
            silent.awaitGood(7);

            for (String jump : List.of("2036-01-01T00:00:00Z", "2020-01-01T00:00:00Z")) {
                Instant now = Instant.parse(jump);
                clock.set(now);

                Reading<Integer> after = readings.next(reading -> reading.time().equals(now));
                assertThat(after.quality()).isEqualTo(Quality.GOOD);
                assertThat(after.nanos()).isGreaterThan(before.nanos());
                readings.next();
            }

            assertThat(silent.all()).as("no hour has passed").hasSize(1);
            // A gateway that counted by the wall clock would have missed the polls of years.
            assertThat(every.missed()).isLessThan(1_000_000);
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
            assertThat(log.warnings()).singleElement().asString().contains("'plant'", "1 read took", "5 ms");
        }
    }

    @Test
    void aWatchIsWarnedOfBeforeItsFirstPollIfTheServerIsKnown() throws Exception {
        try (LogCapture log = new LogCapture("io.wwep.gateway");
                WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.dispatcher(request -> Answer.of(accepted(request.text())).after(Duration.ofMillis(20)));
            GatewayEndpoint plant = gateway.endpoint("plant", server.client().mode(ConnectionMode.ONE_SHOT));
            GatewayDevice boiler = gateway.device("boiler", plant, BOILER);
            boiler.read(LEVEL);
            boiler.watch(LEVEL).every(Duration.ofHours(1)).start(reading -> {});

            boiler.watch(Register.uint32(0x20)).every(Duration.ofMillis(50)).start(reading -> {});

            while (log.warnings().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("'plant'", "a poll with 4 reads needs at least", "the shortest interval is 50 ms");
        }
    }

    @Test
    void aServerThatKeepsConnectionsIsNotWarnedOf() throws Exception {
        try (LogCapture log = new LogCapture("io.wwep.gateway");
                WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.dispatcher(request -> Answer.of(accepted(request.text())).after(Duration.ofMillis(20)));
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            boiler.read(LEVEL);
            Readings<Integer> readings = new Readings<>();

            boiler.watch(LEVEL).every(Duration.ofMillis(5)).always().start(readings);
            readings.next();
            readings.next();

            assertThat(log.warnings()).isEmpty();
        }
    }

    private static WwepReply accepted(String read) {
        return WwepReply.accepted(BOILER, Integer.parseInt(read.substring(5, 7), 16), 1);
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
}
