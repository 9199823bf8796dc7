package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox with a small maximum accepts and drops. */
class OutboxLimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T21:00:00Z");

    @TempDir
    private Path folder;

    private final OutboxEventLog events = new OutboxEventLog();

    /** Opens an outbox that has no endpoint to send to. */
    private OutboxCore open(OutboxSettings settings) throws Exception {
        return new OutboxCore(
                OutboxFile.open(folder.resolve("outbox.db")),
                settings,
                events,
                () -> new OutboxEntry.Now(NOW, 0),
                task -> {},
                new FailureLog());
    }

    private static OutboxWrite enqueue(OutboxCore core, String endpoint, int register, int... values) {
        OutboxRequest request = OutboxRequest.of(
                endpoint, DeviceId.of(0x0FAC), register, values, OutboxWrite.WHOLE, Duration.ofMinutes(1));
        core.enqueue(request);
        core.turn();
        return request.done().join();
    }

    @Test
    void theOldestOfAllEndpointsIsDroppedFirst() throws Exception {
        OutboxCore core = open(OutboxSettings.DEFAULT.withMaxRows(4).dropOldest());
        enqueue(core, "works", 1, 1);
        enqueue(core, "plant", 1, 2, 3);
        enqueue(core, "works", 2, 4);
        enqueue(core, "works", 1, 5); // replaces the oldest, which is the newest then
        assertThat(events.next()).isEqualTo("superseded 01=[1] by 01=[5]");

        enqueue(core, "plant", 9, 6);
        assertThat(events.next()).isEqualTo("dropped 01=[2, 3]");
        enqueue(core, "plant", 10, 7);
        assertThat(events.rest()).isEmpty();
        enqueue(core, "plant", 11, 8, 9);
        assertThat(events.next()).isEqualTo("dropped 02=[4]");
        assertThat(events.next()).isEqualTo("dropped 01=[5]");
        assertThat(core.pending()).extracting(write -> write.values().get(0)).containsExactly(6, 7, 8);
        core.close();
    }

    @Test
    void aWriteThatOnlyReplacesAnOlderOneIsAcceptedAlsoAboveTheMaximum() throws Exception {
        OutboxCore core = open(OutboxSettings.DEFAULT);
        for (int register = 1; register <= 3; register++) {
            enqueue(core, "plant", register, register);
        }
        core.close();

        OutboxCore smaller = open(OutboxSettings.DEFAULT.withMaxRows(2));
        assertThat(enqueue(smaller, "plant", 1, 7).values()).containsExactly(7);
        assertThatThrownBy(() -> enqueue(smaller, "plant", 4, 4))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("it has values for 3 registers that were not sent yet, and its maximum is 2");
        smaller.close();

        OutboxCore dropping = open(OutboxSettings.DEFAULT.withMaxRows(2).dropOldest());
        enqueue(dropping, "plant", 2, 8);
        assertThat(dropping.pending()).hasSize(3);
        enqueue(dropping, "plant", 4, 4);
        assertThat(dropping.pending()).extracting(OutboxWrite::register).containsExactly(2, 4);
        dropping.close();
    }
}
