package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** When the outbox has a write that the server refused among its dead letters. */
class DeadLettersTest {

    private static final Instant NOW = Instant.parse("2026-11-28T21:00:00Z");

    private final OutboxModelDisk disk = new OutboxModelDisk();
    private final OutboxEventLog events = new OutboxEventLog();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long nanos;

    /** Refuses all writes. */
    private final OutboxLink server = new OutboxLink() {
        @Override
        public int limit() {
            return 1;
        }

        @Override
        public Duration delayAfter(int failures) {
            return Duration.ZERO;
        }

        @Override
        public void send(OutboxAttempt attempt) {
            attempt.end(OutboxAttempt.Result.refused("Database Full 401"));
        }
    };

    private OutboxCore withSentWrite() throws Exception {
        OutboxCore core = new OutboxCore(
                disk,
                OutboxSettings.DEFAULT,
                events,
                () -> new OutboxEntry.Now(NOW, nanos),
                tasks::add,
                new FailureLog());
        core.attach("plant", server);
        core.enqueue(OutboxRequest.of(
                "plant", DeviceId.of(0x0FAC), 0x0B, new int[] {5}, OutboxWrite.WHOLE, Duration.ofMinutes(1)));
        core.turn();
        core.turn();
        return core;
    }

    @Test
    void aListenerThatIsToldOfARefusalFindsTheDeadLetter() throws Exception {
        OutboxCore core = withSentWrite();
        tasks.remove().run();

        assertThat(events.next()).isEqualTo("refused 0B=[5] Database Full 401");
        assertThat(core.deadLetters()).hasSize(1);
        core.turn();
        assertThat(core.deadLetters()).hasSize(1);
    }

    @Test
    void aFullDiskHidesNoDeadLetter() throws Exception {
        OutboxCore core = withSentWrite();
        disk.isFull = true;
        tasks.remove().run();
        core.turn();
        assertThat(core.deadLetters()).hasSize(1);

        disk.isFull = false;
        nanos += Duration.ofSeconds(2).toNanos();
        core.turn();
        assertThat(disk.deadLetters()).hasSize(1);
        assertThat(core.deadLetters()).hasSize(1);
    }
}
