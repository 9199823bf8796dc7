package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How readings get to consumers that are slow, fail, or close their watch. */
class DeliveryTest {

    private static final int BOILER = 0x0FAC;
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);

    private WwepTestServer server;
    private Gateway gateway;
    private GatewayDevice boiler;

    @BeforeEach
    void start() {
        server = WwepTestServer.start();
        server.put(BOILER, 0x0B, 0);
        gateway = Gateway.create().build();
        boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), DeviceId.of(BOILER));
    }

    @AfterEach
    void close() {
        gateway.close();
        server.close();
    }

    /** A consumer that is stuck in its first reading until it is let go. */
    private static final class StuckConsumer {

        private final Readings<Integer> readings = new Readings<>();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        void accept(Reading<Integer> reading) {
            readings.accept(reading);
            entered.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Changes the register, and waits until each value was read. */
    private void change(int from, int to) throws InterruptedException {
        Readings<Integer> seen = new Readings<>();
        Watch<Integer> watch = boiler.watch(LEVEL).every(TICK).start(seen);
        for (int value = from; value <= to; value++) {
            server.put(BOILER, 0x0B, value);
            seen.awaitValue(value);
        }
        watch.close();
    }

    @Test
    void aSlowConsumerGetsTheNewestReadingAndHoldsUpNobody() throws Exception {
        StuckConsumer slow = new StuckConsumer();
        Watch<Integer> watch = boiler.watch(LEVEL).every(TICK).start(slow::accept);
        slow.entered.await();

        change(1, 4);
        boiler.watch(LEVEL).every(TICK).start(new Readings<>());
        untilLatest(watch, 4);
        slow.released.countDown();

        slow.readings.next();
        assertThat(slow.readings.next().value()).isEqualTo(4);
        assertThat(watch.conflated()).isPositive();
    }

    private static void untilLatest(Watch<Integer> watch, int value) {
        while (!Objects.equals(watch.latest().orElseThrow().value(), value)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aBufferKeepsTheOldestOrTheNewest() throws Exception {
        StuckConsumer oldest = new StuckConsumer();
        StuckConsumer newest = new StuckConsumer();
        Watch<Integer> first =
                boiler.watch(LEVEL).every(TICK).buffer(2, Overflow.DROP_NEWEST).start(oldest::accept);
        Watch<Integer> second =
                boiler.watch(LEVEL).every(TICK).buffer(2, Overflow.DROP_OLDEST).start(newest::accept);
        oldest.entered.await();
        newest.entered.await();

        for (int value = 1; value <= 4; value++) {
            server.put(BOILER, 0x0B, value);
            untilLatest(first, value);
            untilLatest(second, value);
        }
        oldest.released.countDown();
        newest.released.countDown();

        assertThat(List.of(
                        oldest.readings.next().value(),
                        oldest.readings.next().value(),
                        oldest.readings.next().value()))
                .isEqualTo(List.of(0, 1, 2));
        assertThat(List.of(
                        newest.readings.next().value(),
                        newest.readings.next().value(),
                        newest.readings.next().value()))
                .isEqualTo(List.of(0, 3, 4));
        assertThat(first.conflated()).isEqualTo(2);
        assertThat(second.conflated()).isEqualTo(2);
    }

    @Test
    void aConsumerThatThrowsIsLoggedAndHarmsNoOther() throws Exception {
        try (LogCapture log = new LogCapture("io.wwep.gateway")) {
            CountDownLatch thrown = new CountDownLatch(2);
            boiler.watch(LEVEL).every(TICK).always().start(reading -> {
                thrown.countDown();
                throw new IllegalStateException("broken consumer");
            });
            Readings<Integer> readings = new Readings<>();
            boiler.watch(LEVEL).every(TICK).always().start(readings);

            assertThat(thrown.await(20, TimeUnit.SECONDS)).isTrue();
            readings.next();
            readings.next();
            assertThat(log.warnings()).singleElement().asString().contains("consumer", "0B");
        }
    }

    @Test
    void aWatchClosedByItsConsumerDeliversNothingMore() throws Exception {
        AtomicInteger deliveries = new AtomicInteger();
        CompletableFuture<Watch<Integer>> started = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        started.complete(boiler.watch(LEVEL).every(TICK).always().start(reading -> {
            deliveries.incrementAndGet();
            started.join().close();
            closed.complete(null);
        }));
        closed.get(20, TimeUnit.SECONDS);

        change(1, 3);

        assertThat(deliveries).hasValue(1);
    }

    @Test
    void closeWaitsForTheConsumerThatIsRunning() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Watch<Integer> watch = boiler.watch(LEVEL).every(TICK).always().start(reading -> {
            entered.countDown();
            ended.incrementAndGet();
        });
        entered.await();

        watch.close();

        int before = ended.get();
        change(1, 3);
        assertThat(ended).hasValue(before);
    }

    @Test
    void latestMovesItsTimeWithEachPollThoughNothingIsReported() throws Exception {
        Readings<Integer> readings = new Readings<>();
        Watch<Integer> watch = boiler.watch(LEVEL).every(TICK).start(readings);
        Reading<Integer> first = readings.next();

        change(0, 0);
        while (watch.latest().orElseThrow().nanos() == first.nanos()) {
            Thread.onSpinWait();
        }

        assertThat(watch.latest().orElseThrow().time()).isAfterOrEqualTo(first.time());
        assertThat(readings.all()).hasSize(1);
    }

    @Test
    void anUnchangedValueIsReportedAfterTheLongestSilence() throws Exception {
        Readings<Integer> readings = new Readings<>();
        boiler.watch(LEVEL).every(TICK).maxSilence(Duration.ofMillis(30)).start(readings);

        Reading<Integer> first = readings.next();
        Reading<Integer> second = readings.next();

        assertThat(second.value()).isEqualTo(first.value());
        assertThat(second.nanos() - first.nanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void aReadingThatTheExecutorRejectedIsDeliveredOnceItAcceptsTasksAgain() throws Exception {
        CountDownLatch rejected = new CountDownLatch(3);
        AtomicBoolean accepts = new AtomicBoolean();
        Readings<Integer> readings = new Readings<>();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (LogCapture log = new LogCapture("io.wwep.gateway")) {
            boiler.watch(LEVEL)
                    .every(TICK)
                    .executor(task -> {
                        if (!accepts.get()) {
                            rejected.countDown();
                            throw new RejectedExecutionException("full");
                        }
                        threads.execute(task);
                    })
                    .start(readings);
            assertThat(rejected.await(20, TimeUnit.SECONDS)).isTrue();

            accepts.set(true);

            assertThat(readings.next().value()).isZero();
            assertThat(log.warnings()).singleElement().asString().contains("accepted no task");
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theLastValueIsDeliveredInTheEndAlsoIfABufferDroppedItAtFirst() throws Exception {
        StuckConsumer slow = new StuckConsumer();
        Watch<Integer> watch =
                boiler.watch(LEVEL).every(TICK).buffer(1, Overflow.DROP_NEWEST).start(slow::accept);
        slow.entered.await();
        for (int value = 1; value <= 3; value++) {
            server.put(BOILER, 0x0B, value);
            untilLatest(watch, value);
        }

        slow.released.countDown();

        assertThat(slow.readings.next().value()).isZero();
        assertThat(slow.readings.next().value()).isEqualTo(1);
        assertThat(slow.readings.next().value()).isEqualTo(3);
        assertThat(watch.conflated()).isEqualTo(2);
    }

    @Test
    void consumersThatBlockForeverHoldUpNeitherPollsNorTheCloseOfTheGateway() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(3);
        try {
            for (int i = 0; i < 3; i++) {
                boiler.watch(LEVEL).every(TICK).start(reading -> {
                    entered.countDown();
                    awaitUninterrupted(never);
                });
            }
            entered.await();

            change(1, 3);
            CompletableFuture.runAsync(gateway::close).get(20, TimeUnit.SECONDS);
        } finally {
            never.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
