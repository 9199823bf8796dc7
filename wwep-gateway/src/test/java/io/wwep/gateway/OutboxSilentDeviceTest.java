package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ReconnectPolicy;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepTestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices that do not answer, behind an endpoint whose other devices do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutboxSilentDeviceTest {

    private static final Register<Integer> LEVEL = Register.uint16(0x0B);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FIRST_SILENT = 0x1000;

    @TempDir
    private Path folder;

    private final OutboxEventLog events = new OutboxEventLog();
    private final AtomicBoolean isSilent = new AtomicBoolean(true);

    /** What the server does with a request for a silent device. */
    private final AtomicReference<Answer> unanswered = new AtomicReference<>(Answer.none());

    private WwepTestServer server;
    private Gateway gateway;
    private GatewayEndpoint plant;

    @BeforeEach
    void start() {
        server = WwepTestServer.start();
        server.dispatcher(request -> request.text().startsWith("1", 1) && isSilent.get()
                ? Objects.requireNonNull(unanswered.get())
                : Answer.asUsual());
        gateway = Gateway.create().outbox(folder.resolve("outbox.db")).build();
        gateway.outbox().addListener(events);
        plant = gateway.endpoint(
                "plant",
                server.client()
                        .replyTimeout(Duration.ofMillis(100))
                        .reconnect(ReconnectPolicy.doubling(Duration.ofMillis(10), Duration.ofMillis(50))));
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.close();
    }

    private GatewayDevice device(int id) {
        return gateway.device("d" + id, plant, DeviceId.of(id));
    }

    @Test
    void aSilentDeviceDoesNotDelayTheOthersForEver() throws Exception {
        device(FIRST_SILENT).enqueue(LEVEL, 1, LONG);
        GatewayDevice boiler = device(0x0FAC);
        for (int value = 2; value < 6; value++) {
            boiler.enqueue(LEVEL, value, LONG);
            assertThat(events.next()).isEqualTo("sent 0B=[" + value + "]");
        }
        assertThat(gateway.outbox().pending()).hasSize(1);

        isSilent.set(false);
        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
        assertThat(server.find(FIRST_SILENT, 0x0B)).hasValue(1);
    }

    @Test
    void manySilentDevicesTakeTurnsWithTheOthers() throws Exception {
        for (int i = 0; i < 10; i++) {
            device(FIRST_SILENT + i).enqueue(LEVEL, 1, LONG);
        }
        GatewayDevice boiler = device(0x0FAC);
        for (int value = 2; value < 6; value++) {
            boiler.enqueue(LEVEL, value, LONG);
            assertThat(events.next()).isEqualTo("sent 0B=[" + value + "]");
        }
        isSilent.set(false);
        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
    }

    @Test
    void aDeviceWhoseRepliesBreakTheConnectionDoesNotDelayTheOthersForEver() throws Exception {
        unanswered.set(Answer.text("A"));
        device(FIRST_SILENT).enqueue(LEVEL, 1, LONG);
        device(0x0FAC).enqueue(LEVEL, 2, LONG);

        assertThat(events.next()).isEqualTo("sent 0B=[2]");
    }
}
