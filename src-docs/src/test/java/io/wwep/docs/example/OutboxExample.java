package io.wwep.docs.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.OutboxListener;
import io.wwep.gateway.OutboxSettings;
import io.wwep.gateway.OutboxWrite;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.server.WwepServer;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How to keep writes until they are sent. */
class OutboxExample {

    private final RegisterStore registers = RegisterStore.inMemory();

    private WwepServer startServer() throws IOException {
        return WwepServer.create()
                .bind(InetAddress.getByName("10.0.0.7"))
                .plain(27708)
                .store(registers)
                .start();
    }

    @AfterEach
    void deleteTheOutbox() throws IOException {
        for (String ending : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of("outbox.db" + ending));
        }
    }

    @Test
    void aWriteIsSent() throws Exception {
        try (WwepServer server = startServer()) {
            // tag::enqueue[]
            try (Gateway gateway = Gateway.create().outbox(Path.of("outbox.db")).build()) {
                GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
                GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
                boiler.enqueue(Register.flag(0x05), true, Duration.ofMinutes(1));
                gateway.outbox().flush(Duration.ofSeconds(10));
            }
            // end::enqueue[]
            assertThat(server.port()).isEqualTo(27708);
        }
        assertThat(registers.read(DeviceId.of(0x0FAC), 0x05)).hasValue(1);
    }

    @Test
    void ofOneAndThenZeroOnlyZeroArrives() throws Exception {
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        try (Gateway gateway = Gateway.create().outbox(Path.of("outbox.db")).build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
            GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
            // tag::listener[]
            gateway.outbox().addListener(new OutboxListener() {
                @Override
                public void sent(OutboxWrite write) {
                    shown.add("sent: " + write);
                }

                @Override
                public void superseded(OutboxWrite write, OutboxWrite by) {
                    shown.add(write + " was replaced by " + by);
                }
            });
            // end::listener[]
            // tag::last[]
            Register<Integer> lamp = Register.uint16(0x05).named("lamp");
            boiler.enqueue(lamp, 1, Duration.ofMinutes(1));
            boiler.enqueue(lamp, 0, Duration.ofMinutes(1));
            gateway.outbox().pending(); // one write, of 0
            // end::last[]
            assertThat(gateway.outbox().pending())
                    .singleElement()
                    .satisfies(write -> assertThat(write.values()).containsExactly(0));
            try (WwepServer server = startServer()) {
                assertThat(server.port()).isEqualTo(27708);
                // tag::flush[]
                boolean isSent = gateway.outbox().flush(Duration.ofSeconds(30));
                // end::flush[]
                assertThat(isSent).isTrue();
            }
            assertThat(shown.poll(20, TimeUnit.SECONDS))
                    .contains("0001 was replaced by")
                    .contains("0000");
            assertThat(shown.poll(20, TimeUnit.SECONDS)).startsWith("sent: write 2 of 0FAC register 05");
        }
        assertThat(registers.read(DeviceId.of(0x0FAC), 0x05)).hasValue(0);
    }

    @Test
    void anOutboxHasLimits() {
        // tag::limits[]
        OutboxSettings settings = OutboxSettings.DEFAULT
                .withMaxRows(1000) // registers with a pending value
                .withMaxAge(Duration.ofHours(12)) // the longest validFor
                .dropOldest(); // otherwise, new writes are refused when it is full
        Gateway gateway =
                Gateway.create().outbox(Path.of("outbox.db"), settings).build();
        // end::limits[]
        assertThat(gateway.outbox().pending()).isEmpty();
        gateway.close();
    }
}
