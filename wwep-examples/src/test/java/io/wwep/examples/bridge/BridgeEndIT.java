package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import io.wwep.check.Mosquitto;
import io.wwep.check.Program;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What subscribers hear when the bridge's process ends, or hangs. */
class BridgeEndIT {

    private static final int KEEP_ALIVE_SECONDS = 2;

    /** How often mosquitto looks for clients that are silent. */
    private static final Duration BROKER_INTERVAL = Duration.ofSeconds(6);

    private static final Duration BUSY_MACHINE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Mosquitto broker;
    private WwepTestServer server;
    private Program subscriber;
    private Program bridge;

    @BeforeEach
    void start() throws IOException {
        broker = new Mosquitto();
        server = WwepTestServer.start();
        subscriber = broker.subscribe("wwep/#");
        bridge = Program.start(
                folder,
                Map.of(),
                JavaProgram.command(
                        folder,
                        List.of(),
                        BridgeProgram.class,
                        "" + broker.port(),
                        "" + server.port(),
                        folder.toString(),
                        "" + KEEP_ALIVE_SECONDS));
        Transcribed.await(subscriber, "wwep/bridge/state online", "wwep/boiler-1/availability online");
    }

    @AfterEach
    void stop() throws IOException {
        bridge.close();
        subscriber.close();
        server.close();
        broker.close();
    }

    /** Waits until the bridge is offline, and returns how long that took since the given time. */
    private Duration untilOffline(long since) {
        Transcribed.await(subscriber, "wwep/bridge/state offline");
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Test
    void aKilledBridgeIsOfflineAtOnce() throws Exception {
        long since = System.nanoTime();
        bridge.signal("KILL");
        assertThat(untilOffline(since)).isLessThan(BUSY_MACHINE);
    }

    @Test
    void aBridgeThatHangsIsOfflineAfterItsKeepAliveAndComesBack() throws Exception {
        long since = System.nanoTime();
        bridge.signal("STOP");
        assertThat(untilOffline(since))
                .isLessThan(Duration.ofMillis(1_500 * KEEP_ALIVE_SECONDS)
                        .plus(BROKER_INTERVAL)
                        .plus(BUSY_MACHINE));
        bridge.signal("CONT");
        Transcribed.await(subscriber, "wwep/bridge/state online");
    }

    @Test
    void sigtermPublishesThatBridgeAndDevicesAreOffline() throws Exception {
        bridge.terminate();
        Transcribed.await(subscriber, "wwep/boiler-1/availability offline", "wwep/bridge/state offline");
        assertThat(bridge.await().out()).isEqualTo("started\n");
    }
}
