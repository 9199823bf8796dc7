package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.register.InvalidValueException;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.server.WwepServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Values over two registers, read while another client writes both in one batch, 100 times a second. */
@EnabledIfSystemProperty(named = "wwep.gateway.reads", matches = "\\d+")
class TornReadTest {

    private static final int METER = 0x0FAC;

    /** How many reads: a million takes minutes. */
    private static final int READS = Integer.getInteger("wwep.gateway.reads", 1_000_000);

    private static final int ALLOWED_PER_MILLION = 1;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void aValueIsNotMadeOfPartsOfTwo() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (WwepServer server = WwepServer.create().plain(0).start();
                WwepClient writer = client(server).connect();
                Gateway gateway = Gateway.create().build()) {
            writer.device(METER).write(0x20, new int[] {0, 0});
            GatewayDevice meter =
                    gateway.device("meter", gateway.endpoint("plant", client(server)), DeviceId.of(METER));
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(writer, done));
            int torn = 0;
            int changing = 0;

            for (int i = 0; i < READS; i++) {
                try {
                    long value = meter.read(Register.uint32(0x20));
                    torn += value >>> 16 == (value & 0xFFFF) ? 0 : 1;
                } catch (InvalidValueException e) {
                    changing++;
                }
            }

            done.set(true);
            writing.join();
            System.out.println(READS + " reads, " + torn + " torn, " + changing + " without an agreement");
            assertThat(torn).isLessThanOrEqualTo(READS / 1_000_000 * ALLOWED_PER_MILLION);
            assertThat(changing).isLessThan(READS / 2);
        }
    }

    private static WwepClientBuilder client(WwepServer server) {
        return WwepClient.create("127.0.0.1").port(server.port());
    }

    /** Writes values whose halves are equal. */
    private static void write(WwepClient writer, AtomicBoolean done) {
        try {
            for (int value = 1; !done.get(); value = (value + 1) & 0xFFFF) {
                writer.device(METER).write(0x20, new int[] {value, value});
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } catch (WwepException e) {
            throw new IllegalStateException(e);
        }
    }
}
