package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Answer;
import io.wwep.testing.RecordedRequest;
import io.wwep.testing.WwepTestServer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a gateway at random moments while it adds 1,000 writes a second to its outbox and sends them through a relay
 * that cuts connections. Values only grow, so the server must never see a smaller one after a greater one of the same
 * register, and must have the last accepted value of each register in the end. The values of most registers expire
 * soon: what is left of them in the end must not be sent.
 *
 * <p>{@code -Dwwep.outbox.kills=200} sets the number of kills, {@code -Dwwep.outbox.crash.seed=7} chooses other moments.
 */
class OutboxCrashTest {

    private static final int KILLS = Integer.getInteger("wwep.outbox.kills", 4);
    private static final long SEED = Long.getLong("wwep.outbox.crash.seed", 1);
    private static final int MAX_WRITES = 1_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final OutboxArrivals arrivals = new OutboxArrivals();

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // the number of kills is configurable
    void noAcceptedLastValueIsLostAndNoOlderOneReplacesANewerOne() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                OutboxCrashGateway gateway = new OutboxCrashGateway(folder)) {
            server.dispatcher(this::arrived);
            try (CuttingRelay relay = new CuttingRelay(server.port(), SEED)) {
                for (int kill = 0; kill < KILLS; kill++) {
                    gateway.start(relay.port());
                    gateway.awaitWrites(1 + random.nextInt(MAX_WRITES));
                    gateway.kill();
                }
            }
            while (server.openConnections() > 0) {
                Thread.sleep(1); // until what the relay has passed has arrived, which has no event
            }
            arrivals.allHaveExpired();
            gateway.flushTo(server.port());
            gateway.assertNoLastValueIsLost(
                    register -> server.find(0x0FAC, register).orElse(0));
            arrivals.assertInOrderAndInTime();
            System.out.println(
                    "outbox: " + KILLS + " kills of the gateway, seed " + SEED + ": " + gateway.figures(arrivals));
            assertThat(gateway.writes()).isGreaterThan(KILLS);
        }
    }

    private Answer arrived(RecordedRequest request) {
        if (request.request().orElse(null) instanceof WwepRequest.Write write) {
            arrivals.arrived(write.register(), write.value());
        }
        return Answer.asUsual();
    }
}
