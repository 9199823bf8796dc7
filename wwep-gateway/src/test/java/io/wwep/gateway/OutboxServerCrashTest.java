package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server, whose registers are in a file, at random moments while a gateway adds 1,000 writes a second to its
 * outbox and sends them through a relay that cuts connections. Each time, the server stays away until some of the writes
 * have expired. The checks are those of {@link OutboxCrashTest}, and what had expired before a start of the server must
 * not arrive after it.
 *
 * <p>{@code -Dwwep.outbox.server.kills=50} sets the number of kills, {@code -Dwwep.outbox.crash.seed=7} chooses other
 * moments.
 */
class OutboxServerCrashTest {

    private static final int KILLS = Integer.getInteger("wwep.outbox.server.kills", 3);
    private static final long SEED = Long.getLong("wwep.outbox.crash.seed", 1);
    private static final int MAX_ARRIVALS = 1_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final OutboxArrivals arrivals = new OutboxArrivals();

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // the number of kills is configurable
    void noAcceptedLastValueIsLostAndNoOlderOneReplacesANewerOne() throws Exception {
        OutboxCrashServer server = server();
        try (OutboxCrashGateway gateway = new OutboxCrashGateway(folder)) {
            try (CuttingRelay relay = new CuttingRelay(server.port(), SEED)) {
                gateway.start(relay.port());
                for (int kill = 0; kill < KILLS; kill++) {
                    arrivals.await(1 + random.nextInt(MAX_ARRIVALS));
                    relay.useNoServer();
                    server.close();
                    gateway.awaitExpiry();
                    arrivals.expired(gateway.takeExpired());
                    server = server();
                    relay.useServer(server.port());
                }
                arrivals.await(MAX_ARRIVALS);
                gateway.kill();
            }
            server.close(); // and with it what was on its way
            arrivals.allHaveExpired();
            server = server();
            gateway.flushTo(server.port());
            try (WwepClient client =
                    WwepClient.create("127.0.0.1").port(server.port()).build()) {
                gateway.assertNoLastValueIsLost(register -> find(client, register));
            }
            server.close();
            arrivals.assertInOrderAndInTime();
            System.out.println(
                    "outbox: " + KILLS + " kills of the server, seed " + SEED + ": " + gateway.figures(arrivals));
            assertThat(arrivals.count()).isGreaterThan(KILLS);
        } finally {
            server.close();
        }
    }

    private OutboxCrashServer server() throws Exception {
        return new OutboxCrashServer(folder, arrivals);
    }

    private static int find(WwepClient client, int register) {
        try {
            return client.find(0x0FAC, register).orElse(0);
        } catch (WwepException e) {
            throw new UncheckedIOException(e);
        }
    }
}
