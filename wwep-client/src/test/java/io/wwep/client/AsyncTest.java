package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Exchanges by futures. */
@SuppressWarnings("try") // to close a client early is what some of these are about
class AsyncTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static WwepReply get(CompletableFuture<WwepReply> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** Returns the exception that a future failed with. */
    private static WwepException failure(CompletableFuture<WwepReply> future) throws Exception {
        try {
            throw new AssertionError("it did not fail but gave " + get(future));
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(WwepException.class);
            return (WwepException) Objects.requireNonNull(e.getCause());
        }
    }

    private static List<Thread> loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("wwep-loop"))
                .toList();
    }

    /** Hears one request, and is silent until it may continue. */
    private ScriptedPeer.Script holding(ScriptedPeer.Script then) {
        return talk -> {
            String request = talk.request();
            requested.countDown();
            talk.until(goOn);
            talk.send(ScriptedPeer.acceptance(request));
            then.play(talk);
        };
    }

    @Test
    void aFutureCompletesWithTheReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            assertThat(get(client.exchangeAsync(READ))).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aFutureIsSentAfterARefusalWhoseReasonNeverEnds() throws Exception {
        ScriptedPeer.Script refusing = talk -> {
            talk.request();
            talk.until(goOn).send("X Not Found");
            talk.untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(refusing, accepting());
                WwepClient client =
                        peer.client().replyTimeout(Duration.ofMillis(300)).build()) {
            CompletableFuture<WwepReply> refused = client.exchangeAsync(READ);
            CompletableFuture<WwepReply> behind = client.exchangeAsync(READ);
            goOn.countDown();

            assertThat(get(refused)).hasToString("X Not Found");
            assertThat(get(behind)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void anInterruptBetweenTwoFuturesAffectsNeither() throws Exception {
        ScriptedPeer.Script script = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            holding(accepting()).play(talk);
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            get(client.exchangeAsync(READ));
            loops().forEach(Thread::interrupt);

            CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
            requested.await();
            goOn.countDown();

            assertThat(get(future)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void manyFuturesEachHaveTheirOwnReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            List<CompletableFuture<WwepReply>> futures = IntStream.range(0, 3_000)
                    .mapToObj(i -> client.exchangeAsync(WwepRequest.write(i, 0, i)))
                    .toList();
            for (int i = 0; i < futures.size(); i++) {
                assertThat(get(futures.get(i)).verify().value()).isEqualTo(i);
            }
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aFutureFailsWithTheExceptionOfTheExchange() throws Exception {
        ScriptedPeer gone = new ScriptedPeer();
        gone.close();
        try (WwepClient client = gone.client().build()) {
            assertThat(failure(client.exchangeAsync(READ))).isInstanceOf(WwepConnectException.class);
        }
    }

    @Test
    void allClientsShareOneDaemonThreadThatEndsWithTheLastClient() throws Exception {
        try (ScriptedPeer one = new ScriptedPeer(accepting());
                ScriptedPeer other = new ScriptedPeer(accepting());
                WwepClient first = one.client().build();
                WwepClient second = other.client().build()) {
            get(first.exchangeAsync(READ));
            get(second.exchangeAsync(READ));
            Thread loop = loops().get(0);
            assertThat(loops()).containsExactly(loop);
            assertThat(loop.isDaemon()).isTrue();

            first.close();
            assertThat(get(second.exchangeAsync(READ))).hasToString("A0FAC0B1234");
            assertThat(loops()).containsExactly(loop);

            second.close();
            loop.join(20_000);
            assertThat(loop.isAlive()).isFalse();
        }
    }

    @Test
    void aClientCreatedLaterHasANewThread() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (ScriptedPeer peer = new ScriptedPeer(accepting());
                    WwepClient client = peer.client().build()) {
                assertThat(get(client.exchangeAsync(READ))).hasToString("A0FAC0B1234");
            }
        }
    }

    @Test
    void dependentStagesRunOnTheExecutorAndMayUseTheClient() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "mine"));
        try (ScriptedPeer peer = new ScriptedPeer(holding(accepting()));
                WwepClient client = peer.client().executor(executor).build()) {
            CompletableFuture<String> after = client.exchangeAsync(READ).thenApply(reply -> {
                try {
                    return Thread.currentThread().getName() + " " + client.read(1, 2);
                } catch (WwepException e) {
                    throw new AssertionError(e);
                }
            });
            goOn.countDown();
            assertThat(after.get(20, TimeUnit.SECONDS)).isEqualTo("mine " + 0x1234);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void anExecutorThatRejectsTasksDelaysNoFuture() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().executor(executor).build()) {
            assertThat(get(client.exchangeAsync(READ))).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aFutureCancelledInTheQueueIsNotSent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(holding(accepting()));
                WwepClient client = peer.client().build()) {
            CompletableFuture<WwepReply> first = client.exchangeAsync(READ);
            requested.await();
            assertThat(client.exchangeAsync(WwepRequest.read(9, 9)).cancel(true))
                    .isTrue();
            CompletableFuture<WwepReply> third = client.exchangeAsync(WwepRequest.read(3, 3));
            goOn.countDown();
            assertThat(get(first)).hasToString("A0FAC0B1234");
            assertThat(get(third)).hasToString("A0003031234");
            assertThat(peer.requests()).containsExactly("R0FAC0B", "R000303");
        }
    }

    @Test
    void theReplyToAFutureCancelledInFlightIsDropped() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(holding(accepting()));
                WwepClient client = peer.client().build()) {
            CompletableFuture<WwepReply> first = client.exchangeAsync(READ);
            requested.await();
            assertThat(first.cancel(true)).isTrue();
            CompletableFuture<WwepReply> second = client.exchangeAsync(WwepRequest.read(3, 3));
            goOn.countDown();
            assertThat(get(second)).hasToString("A0003031234");
        }
    }

    @Test
    void aFutureThatTheUserTimesOutFreesItsPlace() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(holding(accepting()));
                WwepClient client = peer.client().build()) {
            CompletableFuture<WwepReply> first = client.exchangeAsync(READ);
            requested.await();
            CompletableFuture<WwepReply> second = client.exchangeAsync(WwepRequest.read(9, 9));
            second.completeExceptionally(new TimeoutException("the user's"));
            goOn.countDown();
            assertThat(get(first)).hasToString("A0FAC0B1234");
            assertThat(client.read(3, 3)).isEqualTo(0x1234);
            assertThat(peer.requests()).containsExactly("R0FAC0B", "R000303");
        }
    }

    @Test
    void aFutureWhoseDeadlinePassesInTheQueueIsNotSent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    requested.countDown();
                    talk.untilEnd();
                });
                WwepClient client =
                        peer.client().deadline(Duration.ofSeconds(1)).build()) {
            Caller sync = Caller.of(() -> client.exchange(READ));
            requested.await();
            WwepException failure = failure(client.exchangeAsync(WwepRequest.read(9, 9)));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(sync.failure()).isInstanceOf(WwepTimeoutException.class);
            assertThat(peer.requests()).containsExactly("R0FAC0B");
        }
    }

    @Test
    void closingTheClientFailsFuturesInFlightAndQueued() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    requested.countDown();
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            CompletableFuture<WwepReply> inFlight = client.exchangeAsync(READ);
            requested.await();
            CompletableFuture<WwepReply> queued = client.exchangeAsync(READ);
            client.close();

            assertThat(failure(inFlight))
                    .isInstanceOf(WwepConnectionLostException.class)
                    .extracting(WwepException::delivery)
                    .isEqualTo(Delivery.UNKNOWN);
            assertThat(failure(queued).delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure(client.exchangeAsync(READ))).hasMessageContaining("the client is closed");
        }
    }

    @Test
    void callersAndFuturesShareTheConnection() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            for (int i = 0; i < 200; i++) {
                CompletableFuture<WwepReply> future = client.exchangeAsync(WwepRequest.write(1, 1, i));
                client.write(2, 2, i);
                assertThat(get(future).verify().value()).isEqualTo(i);
            }
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aListenerReceivesTheRepliesOfFuturesToo() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        WwepListener listener = new WwepListener() {
            @Override
            public void exchanged(WwepRequest request, WwepReply reply, Duration took) {
                told.countDown();
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().addListener(listener).build()) {
            get(client.exchangeAsync(READ));
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
