package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepTestServer;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listeners, executors and callers that misbehave. */
@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutboxAbuseTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);
    private static final Register<Integer> OTHER = Register.uint16(0x0C);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final OutboxEventLog events = new OutboxEventLog();
    private WwepTestServer server;

    @BeforeEach
    void start() {
        server = WwepTestServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private GatewayBuilder builder() {
        return Gateway.create().outbox(folder.resolve("outbox.db"));
    }

    private GatewayDevice boiler(Gateway gateway) {
        return gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
    }

    /** Returns a device whose server cannot be reached. */
    private static GatewayDevice unreachable(Gateway gateway) {
        return gateway.device(
                "boiler",
                gateway.endpoint(
                        "plant",
                        WwepClient.create("127.0.0.1")
                                .port(1)
                                .reconnect(ReconnectPolicy.doubling(Duration.ofMillis(10), Duration.ofMillis(50)))),
                BOILER);
    }

    private static void close(Gateway gateway) {
        gateway.close();
    }

    @Test
    void anExecutorThatThrowsStopsNeitherCallersNorSending() throws Exception {
        Executor broken = task -> {
            throw new IllegalStateException("broken");
        };
        try (Gateway gateway = builder().executor(broken).build()) {
            gateway.outbox().addListener(events);
            GatewayDevice boiler = unreachable(gateway);
            boiler.enqueue(LEVEL, 1, LONG);
            boiler.enqueue(LEVEL, 2, LONG); // supersedes, which the listener should get
            boiler.endpoint().remove();
            boiler = boiler(gateway);
            boiler.enqueue(OTHER, 3, LONG);
            assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
            assertThat(server.find(0x0FAC, 0x0B)).hasValue(2);
            assertThat(server.find(0x0FAC, 0x0C)).hasValue(3);
        }
    }

    @Test
    void afterARejectionEventsArriveWithoutDelay() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        AtomicBoolean rejects = new AtomicBoolean(true);
        Executor sometimes = task -> {
            if (rejects.get()) {
                throw new RejectedExecutionException("not now");
            }
            pool.execute(task);
        };
        try (Gateway gateway = builder().executor(sometimes).build()) {
            gateway.outbox().addListener(events);
            GatewayDevice boiler = boiler(gateway);
            boiler.enqueue(LEVEL, 1, LONG);
            assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
            rejects.set(false);
            boiler.enqueue(LEVEL, 2, LONG);
            assertThat(events.next()).endsWith("0B=[2]");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void noEventIsLostHoweverQuickTheListenerIs() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            int count = 200_000;
            CountDownLatch left = new CountDownLatch(count);
            OutboxEvents passed = new OutboxEvents(pool, new FailureLog());
            passed.add(new OutboxListener() {
                @Override
                public void sent(OutboxWrite write) {
                    left.countDown();
                }
            });
            OutboxWrite write =
                    new OutboxWrite("plant", BOILER, 1, List.of(1), Instant.EPOCH, Instant.EPOCH, 1, OutboxWrite.WHOLE);
            for (int i = 0; i < count; i++) {
                passed.sent(write);
                while (left.getCount() - (count - 1 - i) > 5_000) {
                    Thread.onSpinWait();
                }
            }
            assertThat(left.await(20, TimeUnit.SECONDS))
                    .as("left: " + left.getCount())
                    .isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void eventsOfWritesSentBeforeTheEndArriveBeforeCloseReturns() throws Exception {
        List<String> seen = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Void> closed;
        try (Gateway gateway = builder().build()) {
            gateway.outbox().addListener(new OutboxListener() {
                @Override
                public void sent(OutboxWrite write) {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    synchronized (seen) {
                        seen.add("sent " + write.register());
                    }
                }
            });
            GatewayDevice boiler = boiler(gateway);
            for (int register = 1; register <= 20; register++) {
                boiler.enqueue(Register.uint16(register), 1, LONG);
            }
            assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
            closed = CompletableFuture.runAsync(gateway::close);
            go.countDown();
            closed.join();
        }
        synchronized (seen) {
            assertThat(seen).hasSize(20);
        }
    }

    @Test
    void aListenerMayUseTheOutboxAndCloseTheGateway() throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        try (Gateway gateway = builder().build()) {
            GatewayDevice boiler = boiler(gateway);
            gateway.outbox().addListener(new OutboxListener() {
                @Override
                public void sent(OutboxWrite write) {
                    try {
                        if (write.register() == 0x0B) {
                            boiler.enqueue(OTHER, 7, LONG);
                            boolean isEmpty = gateway.outbox().flush(PATIENCE);
                            close(gateway);
                            result.complete("flushed: " + isEmpty);
                        }
                    } catch (OutboxException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                    throw new IllegalStateException("a listener that throws");
                }
            });
            boiler.enqueue(LEVEL, 1, LONG);
            assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("flushed: true");
            assertThat(server.find(0x0FAC, 0x0C)).hasValue(7);
        }
    }

    @Test
    void onTheOutboxsThreadAListenerGetsAnErrorInsteadOfWaitingForItself() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (Gateway gateway = builder().executor(Runnable::run).build()) {
            GatewayDevice boiler = boiler(gateway);
            gateway.outbox().addListener(new OutboxListener() {
                @Override
                public void sent(OutboxWrite write) {
                    try {
                        boiler.enqueue(OTHER, 7, LONG);
                        failure.complete(new AssertionError("accepted"));
                    } catch (OutboxException | RuntimeException e) {
                        failure.complete(e);
                    }
                    close(gateway);
                }
            });
            boiler.enqueue(LEVEL, 1, LONG);
            assertThat(failure.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "give the gateway an executor that does not run tasks on the submitting thread");
        }
    }

    @Test
    void theFileStaysLockedUntilTheClientsAreClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.dispatcher(request -> {
            asked.countDown();
            return Answer.none();
        });
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicReference<WwepClient> client = new AtomicReference<>();
        OutboxStorage file = OutboxFile.open(folder.resolve("outbox.db"));
        OutboxStorage watched = (OutboxStorage) Proxy.newProxyInstance(
                OutboxStorage.class.getClassLoader(),
                new Class<?>[] {OutboxStorage.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        assertThatThrownBy(() -> Objects.requireNonNull(client.get())
                                        .device(BOILER)
                                        .within(Duration.ofMillis(50))
                                        .find(1))
                                .satisfies(failure -> seen.add(String.valueOf(failure.getMessage())));
                    }
                    return method.invoke(file, arguments);
                });
        GatewayThread thread = new GatewayThread(InstantSource.system());
        try (Gateway gateway =
                new Gateway(thread, null, null, List.of(), watched, OutboxSettings.DEFAULT, InstantSource.system())) {
            GatewayEndpoint plant = gateway.endpoint("plant", server.client().replyTimeout(PATIENCE));
            client.set(plant.client());
            gateway.device("boiler", plant, BOILER).enqueue(LEVEL, 1, LONG);
            asked.await();
        }
        assertThat(seen).singleElement().asString().contains("the client is closed");
    }

    @Test
    void flushWithoutTimeTellsWhetherNothingIsPending() throws Exception {
        try (Gateway gateway = builder().build()) {
            assertThat(gateway.outbox().flush(Duration.ZERO)).isTrue();
            assertThat(gateway.outbox().flush(Duration.ofSeconds(Long.MIN_VALUE)))
                    .isTrue();
            unreachable(gateway).enqueue(LEVEL, 1, LONG);
            assertThat(gateway.outbox().flush(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void anInterruptedThreadMayAddAWriteAndStaysInterrupted() throws Exception {
        try (Gateway gateway = builder().build()) {
            GatewayDevice boiler = unreachable(gateway);
            Thread.currentThread().interrupt();
            OutboxWrite write = boiler.enqueue(LEVEL, 1, LONG);
            assertThat(gateway.outbox().flush(PATIENCE)).isFalse();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(gateway.outbox().pending()).containsExactly(write);
        }
    }

    @Test
    void writesOfManyThreadsShareCommits() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        try (Gateway gateway = builder().build()) {
            GatewayDevice boiler = unreachable(gateway);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int register = i;
                Thread thread = new Thread(() -> {
                    try {
                        for (int value = 1; value <= 20; value++) {
                            boiler.enqueue(Register.uint16(register), value, LONG);
                            accepted.incrementAndGet();
                        }
                    } catch (OutboxException e) {
                        throw new IllegalStateException(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(accepted).hasValue(64 * 20);
            assertThat(gateway.outbox().pending())
                    .hasSize(64)
                    .allSatisfy(write -> assertThat(write.values()).containsExactly(20));
        }
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> OutboxSettings.DEFAULT.withMaxAge(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the maximum age of a write is 1 ms to 366 days");
        assertThatThrownBy(() -> OutboxSettings.DEFAULT.withMaxAge(Duration.ofSeconds(Long.MIN_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
