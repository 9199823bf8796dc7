package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.wwep.client.ConnectionMode;
import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.testing.Answer;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox does with a server that answers, fails and comes back. */
class OutboxTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);
    private static final Register<Integer> OTHER = Register.uint16(0x0C);
    private static final Register<Long> ENERGY = Register.uint32(0x20);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-28T21:00:00Z"));
    private final OutboxEventLog events = new OutboxEventLog();
    private WwepTestServer server;
    private Gateway gateway;
    private GatewayDevice boiler;

    @BeforeEach
    void start() {
        server = WwepTestServer.start();
        gateway = gateway(OutboxSettings.DEFAULT);
        boiler = device(server.client());
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.close();
    }

    private Gateway gateway(OutboxSettings settings) {
        Gateway built = Gateway.create()
                .clock(clock::get)
                .outbox(folder.resolve("outbox.db"), settings)
                .build();
        built.outbox().addListener(events);
        return built;
    }

    private GatewayDevice device(WwepClientBuilder client) {
        GatewayEndpoint plant = gateway.endpoint(
                "plant", client.reconnect(ReconnectPolicy.doubling(Duration.ofMillis(10), Duration.ofMillis(50))));
        return gateway.device("boiler", plant, BOILER);
    }

    /** Replaces the gateway by one whose endpoint has no server; returns the port. */
    private int unreachable() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        boiler.endpoint().remove();
        boiler = device(WwepClient.create("127.0.0.1").port(port));
        return port;
    }

    private void reachable() {
        boiler.endpoint().remove();
        boiler = device(server.client());
    }

    @Test
    void aWriteIsSent() throws Exception {
        OutboxWrite write = boiler.enqueue(LEVEL, 5, LONG);

        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
        assertThat(server.find(0x0FAC, 0x0B)).hasValue(5);
        assertThat(events.next()).isEqualTo("sent 0B=[5]");
        assertThat(gateway.outbox().pending()).isEmpty();
        assertThat(write.endpoint()).isEqualTo("plant");
        assertThat(write.expiresAt())
                .isEqualTo(Objects.requireNonNull(clock.get()).plus(LONG));
    }

    @Test
    void ofSeveralValuesForARegisterOnlyTheLastIsSent() throws Exception {
        unreachable();
        boiler.enqueue(LEVEL, 1, LONG);
        boiler.enqueue(OTHER, 7, LONG);
        boiler.enqueue(LEVEL, 0, LONG);

        assertThat(events.next()).isEqualTo("superseded 0B=[1] by 0B=[0]");
        assertThat(gateway.outbox().pending())
                .extracting(OutboxWrite::register, OutboxWrite::values)
                .containsExactly(tuple(0x0C, List.of(7)), tuple(0x0B, List.of(0)));
        assertThat(gateway.outbox().flush(Duration.ZERO)).isFalse();
        reachable();
        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
        assertThat(List.of(events.next(), events.next())).containsExactly("sent 0C=[7]", "sent 0B=[0]");
        assertThat(server.exchanges()).isEqualTo(2);
    }

    @Test
    void pendingWritesSurviveARestartOfTheGateway() throws Exception {
        unreachable();
        boiler.enqueue(ENERGY, 0x1234_5678L, LONG);
        boiler.enqueue(LEVEL, 5, LONG);
        gateway.close();
        gateway = gateway(OutboxSettings.DEFAULT);

        assertThat(gateway.outbox().pending()).extracting(OutboxWrite::register).containsExactly(0x20, 0x0B);
        boiler = device(server.client());
        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
        assertThat(boiler.read(ENERGY)).isEqualTo(0x1234_5678L);
        assertThat(boiler.read(LEVEL)).isEqualTo(5);
    }

    @Test
    void aRefusedWriteIsNotSentAgainAndKeptForALook() throws Exception {
        server.fault(Fault.refusal("Database Full 401").afterRequest());
        boiler.enqueue(LEVEL, 5, LONG);

        assertThat(events.next()).isEqualTo("refused 0B=[5] Database Full 401");
        assertThat(gateway.outbox().pending()).isEmpty();
        assertThat(gateway.outbox().deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.write().values()).containsExactly(5);
            assertThat(letter.reason()).isEqualTo("Database Full 401");
            assertThat(letter.at()).isEqualTo(clock.get());
        });
        gateway.close();
        gateway = gateway(OutboxSettings.DEFAULT);
        assertThat(gateway.outbox().deadLetters()).hasSize(1);
    }

    @Test
    void aWriteWhoseReplyIsLostIsReadBackAndNotSentAgain() throws Exception {
        server.fault(Fault.close().afterRequest());
        boiler.enqueue(LEVEL, 5, LONG);

        assertThat(events.next()).isEqualTo("sent 0B=[5]");
        assertThat(writes()).containsExactly("W0FAC0B0005");
    }

    @Test
    void aWriteThatWasLostIsSentAgainAndTheListenerGetsBothValues() throws Exception {
        boiler.endpoint().remove();
        boiler = device(server.client().replyTimeout(Duration.ofMillis(100)));
        server.put(0x0FAC, 0x0B, 3);
        AtomicReference<Answer> first = new AtomicReference<>(Answer.none());
        server.dispatcher(request -> request.text().startsWith("W")
                ? Objects.requireNonNull(first.getAndSet(Answer.asUsual()))
                : Answer.asUsual());
        boiler.enqueue(LEVEL, 5, LONG);

        assertThat(events.next()).isEqualTo("resent 0B=[5] found [3]");
        assertThat(events.next()).isEqualTo("sent 0B=[5]");
        assertThat(server.find(0x0FAC, 0x0B)).hasValue(5);
    }

    @Test
    void anExpiredWriteIsNeverSent() throws Exception {
        unreachable();
        boiler.enqueue(LEVEL, 5, Duration.ofSeconds(30));
        clock.updateAndGet(now -> now.plusSeconds(30));

        assertThat(events.next()).isEqualTo("expired 0B=[5]");
        reachable();
        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
        assertThat(server.exchanges()).isZero();
    }

    @Test
    void settingTheClockBackProlongsNothing() throws Exception {
        unreachable();
        boiler.enqueue(LEVEL, 5, Duration.ofMillis(200));
        clock.updateAndGet(now -> now.minusSeconds(3600));

        assertThat(events.next()).isEqualTo("expired 0B=[5]");
    }

    @Test
    void aWriteThatExpiresInTheQueueOfTheClientIsWithdrawn() throws Exception {
        boiler.endpoint().remove();
        boiler = device(server.client()
                .mode(ConnectionMode.ONE_SHOT)
                .replyTimeout(PATIENCE)
                .deadline(PATIENCE));
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        server.dispatcher(request -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.asUsual();
        });
        CompletableFuture<Void> read = CompletableFuture.runAsync(() -> {
            try {
                boiler.find(OTHER);
            } catch (WwepException e) {
                throw new IllegalStateException(e);
            }
        });
        asked.await();
        boiler.enqueue(LEVEL, 5, Duration.ofSeconds(30));
        clock.updateAndGet(now -> now.plusSeconds(30));

        assertThat(events.next()).isEqualTo("expired 0B=[5]");
        answer.countDown();
        read.join();
        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
        assertThat(writes()).isEmpty();
    }

    @Test
    void afterARestartWithAClockThatIsWrongTheWriteWaits() throws Exception {
        unreachable();
        boiler.enqueue(LEVEL, 5, LONG);
        gateway.close();
        Instant right = clock.getAndSet(Instant.EPOCH);
        gateway = gateway(OutboxSettings.DEFAULT);
        boiler = device(server.client());
        boiler.enqueue(OTHER, 7, LONG);

        assertThat(events.next()).isEqualTo("sent 0C=[7]");
        assertThat(gateway.outbox().pending()).hasSize(1);
        clock.set(right);
        assertThat(events.next()).isEqualTo("sent 0B=[5]");
    }

    @Test
    void bitsOfOneRegisterDoNotReplaceEachOther() throws Exception {
        server.put(0x0FAC, 0x0B, 0x8000);
        unreachable();
        boiler.enqueue(Register.bit(0x0B, 0), true, LONG);
        boiler.enqueue(Register.bit(0x0B, 3), true, LONG);
        boiler.enqueue(Register.bit(0x0B, 0), true, LONG);
        reachable();

        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
        assertThat(server.find(0x0FAC, 0x0B)).hasValue(0x8009);
    }

    @Test
    void aValueOverSeveralRegistersIsReplacedAsAWhole() throws Exception {
        unreachable();
        boiler.enqueue(ENERGY, 0x1234_5678L, LONG);
        boiler.enqueue(Register.uint16(0x21), 9, LONG);
        reachable();

        assertThat(gateway.outbox().flush(PATIENCE)).isTrue();
        assertThat(server.find(0x0FAC, 0x20)).isEmpty();
        assertThat(server.find(0x0FAC, 0x21)).hasValue(9);
    }

    @Test
    void aDirectWriteIsNewerThanWhatIsPending() throws Exception {
        unreachable();
        boiler.enqueue(LEVEL, 5, LONG);
        boiler.enqueue(OTHER, 1, LONG);

        assertThatThrownBy(() -> boiler.write(LEVEL, 6)).isInstanceOf(WwepException.class);
        // A bit of a register changes in the pending value.
        assertThatThrownBy(() -> boiler.write(Register.bit(0x0C, 4), true)).isInstanceOf(WwepException.class);

        assertThat(events.next()).isEqualTo("superseded 0B=[5] by 0B=[6]");
        assertThat(gateway.outbox().pending()).extracting(OutboxWrite::values).containsExactly(List.of(0x11));
    }

    @Test
    void aDirectWriteWaitsForTheOneThatIsBeingSent() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        server.dispatcher(request -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.asUsual();
        });
        boiler.enqueue(LEVEL, 5, LONG);
        asked.await();
        CompletableFuture<Void> direct = CompletableFuture.runAsync(() -> {
            try {
                boiler.write(LEVEL, 6);
            } catch (WwepException e) {
                throw new IllegalStateException(e);
            }
        });
        while (!gateway.outbox().pending().isEmpty()) {
            Thread.onSpinWait(); // until the direct write has superseded it
        }
        answer.countDown();

        direct.join();
        assertThat(events.next()).isEqualTo("sent 0B=[5]");
        assertThat(writes()).containsExactly("W0FAC0B0005", "W0FAC0B0006");
    }

    @Test
    void aFullOutboxRefusesOrDropsTheOldest() throws Exception {
        gateway.close();
        gateway = gateway(OutboxSettings.DEFAULT.withMaxRows(2));
        boiler = device(server.client());
        unreachable();
        boiler.enqueue(LEVEL, 1, LONG);
        boiler.enqueue(OTHER, 2, LONG);
        boiler.enqueue(OTHER, 3, LONG);
        assertThatThrownBy(() -> boiler.enqueue(Register.uint16(1), 4, LONG))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("the outbox is full: it has values for 2 registers");
    }

    @Test
    void aFullOutboxCanDropTheOldest() throws Exception {
        gateway.close();
        gateway = gateway(OutboxSettings.DEFAULT.withMaxRows(2).dropOldest());
        boiler = device(server.client());
        unreachable();
        boiler.enqueue(LEVEL, 1, LONG);
        boiler.enqueue(OTHER, 2, LONG);
        boiler.enqueue(Register.uint16(1), 3, LONG);

        assertThat(events.next()).startsWith("dropped 0"); // the oldest that is not being sent
        assertThat(gateway.outbox().pending())
                .hasSize(2)
                .extracting(OutboxWrite::register)
                .contains(1);
    }

    @Test
    void badArgumentsAndStatesAreNamed() {
        assertThatThrownBy(() -> boiler.enqueue(LEVEL, 70_000, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> boiler.enqueue(LEVEL, 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a write is valid for 1 ms to PT168H, not PT0S");
        assertThatThrownBy(() -> OutboxSettings.DEFAULT.withMaxRows(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> OutboxSettings.DEFAULT.withMaxAge(Duration.ofDays(367)))
                .hasMessageContaining("366 days");
        try (Gateway without = Gateway.create().build()) {
            assertThatThrownBy(without::outbox)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("this gateway has no outbox");
        }
        gateway.close();
        assertThatThrownBy(() -> boiler.enqueue(LEVEL, 1, LONG)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> gateway.outbox().pending()).isInstanceOf(IllegalStateException.class);
        assertThat(gateway.outbox().flush(LONG)).isFalse();
    }

    /** Returns the writes that arrived. */
    private List<String> writes() {
        return server.transcript()
                .toString()
                .lines()
                .filter(line -> line.contains("W0FAC"))
                .map(line -> line.substring(line.indexOf("W0FAC"), line.indexOf("W0FAC") + 11))
                .toList();
    }
}
