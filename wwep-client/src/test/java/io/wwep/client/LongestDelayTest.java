package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The longest delay of a reconnect policy, for futures: the policy is asked during a delay, and may block. */
class LongestDelayTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final WwepResources resources = WwepResources.create();
    private volatile Duration longest = Duration.ofDays(1);
    private int port;

    @BeforeEach
    void findAPortWithoutAServer() throws IOException {
        try (ScriptedPeer gone = new ScriptedPeer()) {
            port = gone.port();
        }
    }

    @AfterEach
    void close() {
        goOn.countDown();
        resources.close();
    }

    /** A policy of an hour, whose longest delay is given. */
    private static ReconnectPolicy hourly(Supplier<Duration> longest) {
        return new ReconnectPolicy() {
            @Override
            public Duration delayAfter(int failures) {
                return Duration.ofHours(1);
            }

            @Override
            public Duration longestDelay() {
                return longest.get();
            }
        };
    }

    private Duration block() {
        asked.countDown();
        Caller.await(goOn);
        return Duration.ofDays(1);
    }

    private Duration current() {
        Duration now = longest;
        asked.countDown();
        return now;
    }

    /** Returns a client whose first attempt to connect has failed. */
    private WwepClient delayed(Duration deadline, boolean waits, Supplier<Duration> longest) {
        WwepClient client = WwepClient.create("127.0.0.1")
                .port(port)
                .resources(resources)
                .replyTimeout(Duration.ofSeconds(20))
                .deadline(deadline)
                .awaitReconnect(waits)
                .reconnect(hourly(longest))
                .build();
        assertThat(client.exchangeAsync(READ)).failsWithin(20, TimeUnit.SECONDS);
        return client;
    }

    private static void assertServed(CompletableFuture<WwepReply> future) {
        assertThat(future).succeedsWithin(20, TimeUnit.SECONDS).hasToString("A0FAC0B1234");
    }

    private static void assertDelayed(CompletableFuture<WwepReply> future) {
        assertThat(future)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("(attempt 1, ")
                .havingCause()
                .asInstanceOf(InstanceOfAssertFactories.type(WwepConnectException.class))
                .returns(Delivery.NOT_SENT, WwepConnectException::delivery);
    }

    private static void assertClosed(CompletableFuture<WwepReply> future) {
        assertThat(future)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(WwepConnectionLostException.class);
    }

    private void awaitQuestion() throws InterruptedException {
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aQuestionThatBlocksDelaysNoOtherClient() throws Exception {
        WwepClient client = delayed(Duration.ofHours(1), false, this::block);
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        awaitQuestion();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient other = peer.client().resources(resources).build()) {
            assertServed(other.exchangeAsync(READ));
        }
        goOn.countDown();
        assertDelayed(future);
    }

    @Test
    void aFutureFailsByItsDeadlineDuringTheQuestion() {
        assertDelayed(delayed(Duration.ofSeconds(1), false, this::block).exchangeAsync(READ));
    }

    @Test
    void aFutureFailsAsClosedIfTheClientIsClosedDuringTheQuestion() throws Exception {
        WwepClient client = delayed(Duration.ofHours(1), false, this::block);
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        awaitQuestion();

        client.close();

        assertClosed(future);
    }

    @Test
    void aDelayThatHasPassedLetsAFutureConnect() throws Exception {
        WwepClient client = delayed(Duration.ofSeconds(30), false, () -> Duration.ZERO);
        try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
            assertServed(client.exchangeAsync(READ));
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aDelayThatIsShortenedWhileAFutureWaitsEndsWithTheNextExchange() throws Exception {
        WwepClient client = delayed(Duration.ofDays(1), true, this::current);
        CompletableFuture<WwepReply> waiting = client.exchangeAsync(READ);
        awaitQuestion();
        longest = Duration.ZERO;
        try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
            // The first question may not be answered yet.
            assertThat(Stream.generate(() -> client.exchangeAsync(READ))
                            .limit(20)
                            .anyMatch(this::isServedSoon))
                    .isTrue();
            assertServed(waiting);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    private boolean isServedSoon(CompletableFuture<WwepReply> future) {
        try {
            future.get(1, TimeUnit.SECONDS);
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void aFutureThatWaitsFailsAsClosedAndAsksNoMore() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        WwepClient client = delayed(Duration.ofDays(1), true, () -> {
            questions.incrementAndGet();
            return current();
        });
        CompletableFuture<WwepReply> waiting = client.exchangeAsync(READ);
        awaitQuestion();

        client.close();

        assertClosed(waiting);
        assertThat(questions).hasValue(1);
    }

    @Test
    void theLongestDelayIsAskedForOncePerExchange() {
        AtomicInteger questions = new AtomicInteger();
        WwepClient client = delayed(Duration.ofHours(1), false, () -> {
            questions.incrementAndGet();
            return Duration.ofDays(1);
        });
        assertDelayed(client.exchangeAsync(READ));
        assertThat(questions).hasValue(1);
    }
}
