package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.Fault;
import io.wwep.testing.Fault.Effect;
import io.wwep.testing.Fault.Trigger;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A watch while its server fails in every way: it becomes stale and then good again, and never shows an old value under a new time.
 */
class WatchFaultMatrixTest {

    private static final int BOILER = 0x0FAC;
    private static final int LEVEL = 0x0B;
    private static final Duration REPLY_TIMEOUT = Duration.ofMillis(150);

    /** Faults that last: those that a client must notice. */
    static Stream<Fault> faults() {
        List<Effect> effects = List.of(
                Fault.close(),
                Fault.reset(),
                Fault.stall(),
                Fault.garbage(),
                Fault.delay(REPLY_TIMEOUT.multipliedBy(4)),
                Fault.truncatedReply(),
                Fault.wrongDevice(),
                Fault.wrongRegister(),
                Fault.twoReplies());
        return effects.stream()
                .flatMap(effect -> Arrays.stream(Trigger.values())
                        .filter(trigger -> isPossible(effect, trigger))
                        .map(trigger -> effect.at(trigger).untilCleared()));
    }

    private static boolean isPossible(Effect effect, Trigger trigger) {
        try {
            return effect.at(trigger) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Faults with which a client in its automatic mode reads all values nevertheless: the reply is whole. */
    private static boolean isHarmless(Fault fault) {
        return fault.trigger() == Trigger.AFTER_REPLY
                || fault.effect()
                        .toString()
                        .equals("two replies") // the second one may come too late for its connection
                || (fault.trigger() == Trigger.ON_ACCEPT
                        && fault.effect().toString().startsWith("delay"))
                || (fault.trigger() == Trigger.IN_HANDSHAKE
                        && fault.effect().toString().startsWith("delay"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noCellShowsAnOldValueUnderANewTime(Fault fault) throws Exception {
        Map<Integer, Long> replacedAt = new ConcurrentHashMap<>();
        Readings<Integer> readings = new Readings<>();
        try (WwepTestServer server = WwepTestServer.startTls();
                Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint(
                    "plant",
                    server.client()
                            .replyTimeout(REPLY_TIMEOUT)
                            .handshakeTimeout(REPLY_TIMEOUT)
                            .reconnect(failures -> Duration.ofMillis(10)));
            GatewayDevice boiler = gateway.device("boiler", plant, DeviceId.of(BOILER));
            server.put(BOILER, LEVEL, 1);
            Watch<Integer> watch = boiler.watch(Register.uint16(LEVEL))
                    .every(Duration.ofMillis(10))
                    .always()
                    .start(readings);
            readings.next(Reading::isGood);

            server.fault(fault);
            if (fault.trigger() == Trigger.ON_ACCEPT || fault.trigger() == Trigger.IN_HANDSHAKE) {
                server.fault(Fault.close().afterRequest()); // so that a new connection is needed
            }
            server.put(BOILER, LEVEL, 2);
            replacedAt.put(1, System.nanoTime());
            if (!isHarmless(fault)) {
                Reading<Integer> stale = readings.next(reading -> reading.quality() == Quality.STALE);
                assertThat(stale.cause()).isNotNull();
            }
            server.put(BOILER, LEVEL, 3);
            replacedAt.put(2, System.nanoTime());
            server.clearFaults();

            readings.awaitGood(3);
            watch.close();
        }
        assertThat(readings.all()).allSatisfy(reading -> {
            Long replaced = reading.value() == null ? null : replacedAt.get(reading.value());
            if (replaced != null) {
                assertThat(reading.nanos()).isLessThan(replaced + REPLY_TIMEOUT.toNanos());
            }
            if (reading.quality() == Quality.STALE) {
                assertThat(reading.cause()).isNotNull();
            }
        });
        assertThat(readings.all().stream().map(Reading::nanos).toList()).isSorted();
    }
}
