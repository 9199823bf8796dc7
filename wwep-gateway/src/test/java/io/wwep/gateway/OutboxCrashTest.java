package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import io.wwep.server.WwepServer;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        RegisterStore registers = new OutboxNotingStore(RegisterStore.inMemory(), arrivals::arrived);
        try (OutboxCrashGateway gateway = new OutboxCrashGateway(folder)) {
            try (WwepServer server = server(registers);
                    CuttingRelay relay = new CuttingRelay(server.port(), SEED)) {
                for (int kill = 0; kill < KILLS; kill++) {
                    gateway.start(relay.port());
                    gateway.awaitWrites(1 + random.nextInt(MAX_WRITES));
                    gateway.kill();
                }
            }
            // The server has ended, and carried out what it had received.
            arrivals.allHaveExpired();
            try (WwepServer server = server(registers)) {
                gateway.flushTo(server.port());
            }
            gateway.assertNoLastValueIsLost(register -> find(registers, register));
            arrivals.assertInOrderAndInTime();
            System.out.println(
                    "outbox: " + KILLS + " kills of the gateway, seed " + SEED + ": " + gateway.figures(arrivals));
            assertThat(gateway.writes()).isGreaterThan(KILLS);
        }
    }

    private static WwepServer server(RegisterStore registers) throws IOException {
        return WwepServer.create().plain(0).store(registers).start();
    }

    private static int find(RegisterStore registers, int register) {
        try {
            return registers.read(DeviceId.of(0x0FAC), register).orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
