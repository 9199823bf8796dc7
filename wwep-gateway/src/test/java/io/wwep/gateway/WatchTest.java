package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watch reports, and when. */
class WatchTest {

    private static final int BOILER = 0x0FAC;
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);

    private WwepTestServer server;
    private Gateway gateway;
    private GatewayDevice boiler;

    @BeforeEach
    void start() {
        server = WwepTestServer.start();
        gateway = Gateway.create().build();
        GatewayEndpoint plant = gateway.endpoint("plant", server.client());
        boiler = gateway.device("boiler", plant, DeviceId.of(BOILER));
    }

    @AfterEach
    void close() {
        gateway.close();
        server.close();
    }

    @Test
    void theFirstValueIsReportedAlsoIfItIsZero() throws Exception {
        server.put(BOILER, 0x0B, 0);
        Readings<Integer> readings = new Readings<>();

        boiler.watch(LEVEL).every(TICK).start(readings);

        Reading<Integer> first = readings.next();
        assertThat(first.value()).isZero();
        assertThat(first.previous()).isNull();
        assertThat(first.quality()).isEqualTo(Quality.GOOD);
        assertThat(first.raw()).containsExactly(0);
        assertThat(first.cause()).isNull();
    }

    @Test
    void aChangeIsReportedWithThePreviousValue() throws Exception {
        server.put(BOILER, 0x0B, 1);
        Readings<Integer> readings = new Readings<>();
        boiler.watch(LEVEL).every(TICK).start(readings);
        Reading<Integer> first = readings.next();

        server.put(BOILER, 0x0B, 2);

        Reading<Integer> second = readings.next();
        assertThat(second.value()).isEqualTo(2);
        assertThat(second.previous()).isEqualTo(1);
        assertThat(second.time()).isAfter(first.time());
        assertThat(second.nanos()).isGreaterThan(first.nanos());
    }

    @Test
    void aRegisterThatWasNeverWrittenIsUnset() throws Exception {
        Readings<Integer> readings = new Readings<>();
        boiler.watch(LEVEL).every(TICK).start(readings);
        assertThat(readings.next().quality()).isEqualTo(Quality.UNSET);

        server.put(BOILER, 0x0B, 7);

        Reading<Integer> good = readings.next();
        assertThat(good.quality()).isEqualTo(Quality.GOOD);
        assertThat(good.value()).isEqualTo(7);
    }

    @Test
    void aValueThatDoesNotDecodeIsInvalidAndHasItsRawRegister() throws Exception {
        server.put(BOILER, 5, 2);
        Readings<Boolean> readings = new Readings<>();

        boiler.watch(Register.flag(5)).every(TICK).start(readings);

        Reading<Boolean> invalid = readings.next();
        assertThat(invalid.quality()).isEqualTo(Quality.INVALID);
        assertThat(invalid.value()).isNull();
        assertThat(invalid.raw()).containsExactly(2);
        assertThat(invalid.cause()).hasMessageContaining("05");
    }

    @Test
    void aServerThatDoesNotAnswerMakesTheValueStaleWithItsOwnTime() throws Exception {
        gateway.endpoints().get(0).remove();
        GatewayEndpoint impatient = gateway.endpoint("plant", server.client().replyTimeout(Duration.ofMillis(100)));
        boiler = gateway.device("boiler", impatient, DeviceId.of(BOILER));
        server.put(BOILER, 0x0B, 7);
        Readings<Integer> readings = new Readings<>();
        boiler.watch(LEVEL).every(TICK).start(readings);
        readings.next(Reading::isGood);

        server.fault(Fault.stall().afterRequest().untilCleared());

        Reading<Integer> stale = readings.next(reading -> reading.quality() == Quality.STALE);
        assertThat(stale.value()).isEqualTo(7);
        assertThat(stale.cause()).isNotNull();
        assertThat(stale.reported()).isAfter(stale.time());
        server.clearFaults();
        Reading<Integer> good = readings.next(Reading::isGood);
        assertThat(good.time()).isAfter(stale.time());
    }

    @Test
    void aWriteThroughTheGatewayIsReportedWithoutWaitingForTheInterval() throws Exception {
        server.put(BOILER, 0x0B, 1);
        Readings<Integer> readings = new Readings<>();
        boiler.watch(LEVEL).every(Duration.ofHours(1)).start(readings);
        readings.next();

        boiler.write(LEVEL, 5);

        assertThat(readings.next().value()).isEqualTo(5);
    }

    @Test
    void aDeadbandHidesSmallChangesButNotTheirSum() throws Exception {
        server.put(BOILER, 0x0B, 100);
        Readings<Integer> readings = new Readings<>();
        boiler.watch(LEVEL).every(TICK).deadband(Deadband.absolute(2)).start(readings);
        readings.next();
        Readings<Integer> each = new Readings<>();
        boiler.watch(LEVEL).every(TICK).start(each);

        for (int value = 101; value <= 106; value++) {
            server.put(BOILER, 0x0B, value);
            each.awaitValue(value);
        }

        readings.awaitValue(106);
        assertThat(readings.all().stream().map(Reading::value)).isEqualTo(List.of(100, 103, 106));
    }

    @Test
    void aValueOverTwoRegistersIsReadTwice() throws Exception {
        server.put(BOILER, 0x20, 0x0001);
        server.put(BOILER, 0x21, 0x0002);
        Readings<Long> readings = new Readings<>();

        boiler.watch(Register.uint32(0x20, io.wwep.gateway.register.WordOrder.HIGH_FIRST))
                .every(TICK)
                .start(readings);

        assertThat(readings.next().value()).isEqualTo(0x00010002L);
        assertThat(server.exchanges()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aDeadbandInPercentIsThatOfTheLastReportedValue() throws Exception {
        server.put(BOILER, 0x0B, 1000);
        Readings<Integer> readings = new Readings<>();
        boiler.watch(LEVEL).every(TICK).deadband(Deadband.percent(10)).start(readings);
        readings.next();
        Readings<Integer> each = new Readings<>();
        boiler.watch(LEVEL).every(TICK).start(each);

        for (int value : List.of(1100, 1101, 1211, 1212, 1091, 1090)) {
            server.put(BOILER, 0x0B, value);
            each.awaitValue(value);
        }

        readings.awaitValue(1090);
        assertThat(readings.all().stream().map(Reading::value)).isEqualTo(List.of(1000, 1101, 1212, 1090));
    }
}
