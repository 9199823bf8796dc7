package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that is closed between two steps of the loop, before the loop takes the client's last turn. */
class ClosedBeforeTurnTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** An executor whose tasks the test runs. */
    private final LinkedBlockingQueue<Runnable> held = new LinkedBlockingQueue<>();

    private final Resources resources = new Resources(Thread::new);

    private Endpoint client() {
        return client(resources);
    }

    private Endpoint client(Resources resources) {
        return new Endpoint(
                EngineSettings.local(1, LIMIT, held::add, resources),
                ConnectionBehavior.KEEP_ALIVE,
                new ListenerDispatcher(List.of(), Runnable::run),
                List.of());
    }

    /** Makes the loop wait until the latch is released. */
    private static void hold(EventLoop loop, CountDownLatch latch) {
        loop.execute(() -> {
            try {
                var unused = latch.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void theLoopFindsTheClosedClientWithoutAWarning() throws Exception {
        EventLoop loop = resources.acquire();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (LogCapture log = new LogCapture("io.wwep.client")) {
            Endpoint client = client();
            hold(loop, goOn);
            CompletableFuture<WwepReply> future =
                    client.exchangeAsync(WwepRequest.read(0x0FAC, 0x0B), LIMIT, reply -> reply);
            client.close();
            goOn.countDown();
            loop.execute(done::countDown);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(log.warnings()).isEmpty();
            held.take().run();
            assertThat(future)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(WwepConnectionLostException.class);
        } finally {
            goOn.countDown();
            resources.release();
        }
    }

    /** Otherwise, if the client were closed in between, no loop would complete the future if the executor does not. */
    @Test
    void theLoopStartsBeforeTheFirstFutureIsQueued() throws Exception {
        CompletableFuture<Endpoint> created = new CompletableFuture<>();
        CompletableFuture<Integer> queuedAtStart = new CompletableFuture<>();
        Endpoint client = client(new Resources((work, name) -> {
            queuedAtStart.complete(created.join().statistics().queued());
            return new Thread(work, name);
        }));
        created.complete(client);

        var unused = client.exchangeAsync(WwepRequest.read(0x0FAC, 0x0B), LIMIT, reply -> reply);

        assertThat(queuedAtStart).isCompletedWithValue(0);
        client.close();
    }
}
