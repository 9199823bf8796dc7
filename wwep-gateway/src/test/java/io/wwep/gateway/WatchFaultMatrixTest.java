package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionMode;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.Fault;
import io.wwep.testing.Fault.Effect;
import io.wwep.testing.Fault.Trigger;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A watch while its server fails in every way: it becomes stale and then good again, and never shows an old value under a new time.
 * With {@code -Dwwep.gateway.matrix=FILE}, writes a table of what happened, for the documentation.
 */
class WatchFaultMatrixTest {

    private static final int BOILER = 0x0FAC;
    private static final int LEVEL = 0x0B;
    private static final Duration REPLY_TIMEOUT = Duration.ofMillis(150);
    private static final Queue<String> ROWS = new ConcurrentLinkedQueue<>();

    /** How the gateway reaches the server. */
    enum Way {
        TLS_AUTO(true, ConnectionMode.AUTO),
        PLAIN_AUTO(false, ConnectionMode.AUTO),
        PLAIN_ONE_SHOT(false, ConnectionMode.ONE_SHOT);

        private final boolean isTls;
        private final ConnectionMode mode;

        Way(boolean isTls, ConnectionMode mode) {
            this.isTls = isTls;
            this.mode = mode;
        }
    }

    /** All effects, each with all its triggers, lasting. */
    static Stream<Arguments> cells() {
        List<Effect> effects = List.of(
                Fault.close(),
                Fault.reset(),
                Fault.stall(),
                Fault.garbage(),
                Fault.delay(REPLY_TIMEOUT.multipliedBy(4)),
                Fault.dribble(),
                Fault.truncatedReply(),
                Fault.wrongDevice(),
                Fault.wrongRegister(),
                Fault.wrongValue(),
                Fault.refusal("Not Found"),
                Fault.refusal("illegal command"),
                Fault.twoReplies());
        return Arrays.stream(Way.values())
                .flatMap(way -> effects.stream()
                        .flatMap(effect -> Arrays.stream(Trigger.values())
                                .filter(trigger -> way.isTls || trigger != Trigger.IN_HANDSHAKE)
                                .flatMap(trigger -> at(effect, trigger).stream())
                                .map(fault -> Arguments.of(way, fault))));
    }

    private static Optional<Fault> at(Effect effect, Trigger trigger) {
        try {
            return Optional.of(effect.at(trigger).untilCleared());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the quality that the watch must get, or empty if it may keep reading: the reply is whole and in time. */
    private static Optional<Quality> expected(Fault fault) {
        String effect = fault.effect().toString();
        boolean isHarmless = fault.trigger() == Trigger.AFTER_REPLY
                || effect.equals("wrong value") // which nobody can notice
                || effect.equals("two replies") // the second one may come too late for its connection
                || (effect.equals("dribble") && fault.trigger() != Trigger.IN_HANDSHAKE)
                || (effect.startsWith("delay")
                        && (fault.trigger() == Trigger.ON_ACCEPT || fault.trigger() == Trigger.IN_HANDSHAKE));
        if (isHarmless) {
            return Optional.empty();
        }
        return Optional.of(effect.equals("refusal 'X Not Found'") ? Quality.UNSET : Quality.STALE);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void noCellShowsAnOldValueUnderANewTime(Way way, Fault fault) throws Exception {
        Map<Integer, Long> replacedAt = new ConcurrentHashMap<>();
        Readings<Integer> readings = new Readings<>();
        try (WwepTestServer server = way.isTls ? WwepTestServer.startTls() : WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint(
                    "plant",
                    server.client()
                            .mode(way.mode)
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
            long began = System.nanoTime();
            if (fault.trigger() == Trigger.ON_ACCEPT || fault.trigger() == Trigger.IN_HANDSHAKE) {
                server.fault(Fault.close().afterRequest()); // so that a new connection is needed
            }
            server.put(BOILER, LEVEL, 2);
            replacedAt.put(1, System.nanoTime());
            Optional<Quality> expected = expected(fault);
            if (expected.isPresent()) {
                readings.next(reading -> reading.quality() == expected.get());
            }
            long noticed = System.nanoTime();
            server.put(BOILER, LEVEL, 3);
            replacedAt.put(2, System.nanoTime());
            server.clearFaults();
            long ended = System.nanoTime();

            readings.awaitGood(3);
            addRow(way, fault, expected, noticed - began, System.nanoTime() - ended);
            watch.close();
        }
        assertThat(readings.all()).allSatisfy(reading -> {
            Long replaced = reading.value() == null ? null : replacedAt.get(reading.value());
            if (replaced != null) {
                assertThat(reading.nanos()).isLessThan(replaced + REPLY_TIMEOUT.toNanos());
            }
            assertThat(reading.cause() != null).isEqualTo(reading.quality() == Quality.STALE);
        });
        assertThat(readings.all().stream().map(Reading::nanos).toList()).isSorted();
    }

    private static void addRow(Way way, Fault fault, Optional<Quality> expected, long noticed, long recovered) {
        ROWS.add("| " + way + " | " + fault.effect() + " | " + fault.trigger() + " | "
                + expected.map(quality -> quality + " after " + TimeUnit.NANOSECONDS.toMillis(noticed) + " ms")
                        .orElse("may stay GOOD")
                + " | " + TimeUnit.NANOSECONDS.toMillis(recovered) + " ms |");
    }

    @AfterAll
    static void writeTheTable() throws IOException {
        String file = System.getProperty("wwep.gateway.matrix");
        if (file != null) {
            String head = "| server | effect | when | the watch becomes | GOOD again after |\n|---|---|---|---|---|\n";
            Files.writeString(Path.of(file), head + String.join("\n", ROWS) + "\n");
        }
        ROWS.clear();
    }
}
