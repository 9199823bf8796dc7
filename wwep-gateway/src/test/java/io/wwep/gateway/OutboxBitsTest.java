package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random writes of a register's bits and of the whole register, with lost replies and restarts, end as if each had been carried out in turn. */
class OutboxBitsTest {

    private static final int LEVEL = 0x0B;
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theRegisterEndsAsIfAllHadBeenCarriedOut(long seed) throws Exception {
        Random random = new Random(seed);
        int expected = 0;
        try (WwepTestServer server = WwepTestServer.start()) {
            for (int life = 0; life < 4; life++) {
                try (Gateway gateway =
                        Gateway.create().outbox(folder.resolve("outbox.db")).build()) {
                    GatewayDevice boiler =
                            gateway.device("boiler", gateway.endpoint("plant", server.client()), DeviceId.of(0x0FAC));
                    for (int i = 0; i < 20; i++) {
                        if (random.nextInt(4) == 0) {
                            server.fault(Fault.close().afterRequest());
                        }
                        expected = write(boiler, random, expected);
                    }
                    if (random.nextBoolean()) {
                        assertThat(gateway.outbox().flush(LONG)).isTrue();
                    }
                }
            }
            server.clearFaults();
            try (Gateway gateway =
                    Gateway.create().outbox(folder.resolve("outbox.db")).build()) {
                gateway.endpoint("plant", server.client());
                assertThat(gateway.outbox().flush(LONG)).isTrue();
            }
            assertThat(server.find(0x0FAC, LEVEL)).as("seed %d", seed).hasValue(expected);
        }
    }

    /** Writes some bits, or all; returns what the register should hold afterwards. */
    private static int write(GatewayDevice boiler, Random random, int before) throws Exception {
        int value = random.nextInt(0x10000);
        if (random.nextInt(4) == 0) {
            boiler.enqueue(Register.uint16(LEVEL), value, LONG);
            return value;
        }
        int first = random.nextInt(13);
        int part = value & 0b111;
        int after = (before & ~(0b111 << first)) | part << first;
        Register<Integer> bits = Register.bits(LEVEL, first, first + 2);
        if (random.nextInt(4) > 0) {
            boiler.enqueue(bits, part, LONG);
            return after;
        }
        try {
            boiler.write(bits, part);
        } catch (WwepException e) {
            // The outbox has the bits in its values, but nothing sends them alone.
            boiler.enqueue(bits, part, LONG);
        }
        return after;
    }
}
