package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Values over several registers, which are written while they are read. */
class SeveralRegistersTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Duration TICK = Duration.ofMillis(10);

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
