package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ScriptedPeer.Script;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The outcomes of futures, and the threads on which dependent stages run. */
class FutureOutcomeTest {

    private static final int HAND_OVERS = 500;

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static WwepException failure(CompletableFuture<WwepReply> future) throws Exception {
        try {
            throw new AssertionError("it did not fail but gave " + future.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(WwepException.class);
            return (WwepException) Objects.requireNonNull(e.getCause());
        }
    }

    /** Receives one request, and answers it when the test continues. */
    private Script holding() {
        return talk -> {
            String request = talk.request();
            requested.countDown();
            talk.until(goOn).send(acceptance(request));
            accepting().play(talk);
        };
    }

    @Test
    void aRefusalIsAReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("X");
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchangeAsync(WRITE))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isInstanceOf(WwepReply.Refused.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenConnectionFailsAllFuturesInFlightWithItsCause(Break how) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(acceptance(talk.request()));
                    talk.send(acceptance(heldRequest(talk)));
                    talk.request();
                    talk.request();
                    how.of(talk);
                });
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .replyTimeout(how.replyTimeout())
                        .build()) {
            client.write(0, 0, 0);
            CompletableFuture<WwepReply> first = client.exchangeAsync(WRITE);
            requested.await();
            CompletableFuture<WwepReply> second = client.exchangeAsync(WRITE);
            CompletableFuture<WwepReply> third = client.exchangeAsync(WRITE);
            goOn.countDown();

            assertThat(first).succeedsWithin(20, TimeUnit.SECONDS).hasToString("A0FAC0B1234");
            WwepException cause = failure(second);
            assertThat(cause).isInstanceOf(how.meaning());
            assertThat(cause.delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(failure(third))
                    .isInstanceOf(WwepConnectionLostException.class)
                    .hasCause(cause);
            assertThat(failure(third).delivery()).isEqualTo(Delivery.UNKNOWN);
        }
    }

    private String heldRequest(Talk talk) throws IOException {
        String request = talk.request();
        requested.countDown();
        talk.until(goOn);
        return request;
    }

    @ParameterizedTest
    @EnumSource(
            value = ConnectionMode.class,
            names = {"AUTO", "ONE_SHOT"})
    void aServerThatServesOneRequestPerConnectionReceivesFuturesOneByOne(ConnectionMode mode) throws Exception {
        Script[] scripts = Collections.nCopies(5, acceptingOne()).toArray(Script[]::new);
        try (ScriptedPeer peer = new ScriptedPeer(scripts);
                WwepClient client = peer.client().mode(mode).build()) {
            List<CompletableFuture<WwepReply>> futures = IntStream.range(0, 5)
                    .mapToObj(i -> client.exchangeAsync(WwepRequest.write(0, i, i)))
                    .toList();
            for (int i = 0; i < 5; i++) {
                assertThat(futures.get(i)).succeedsWithin(20, TimeUnit.SECONDS).hasToString("A00000" + i + "000" + i);
            }
        }
    }

    @Test
    void futuresFailAtOnceDuringTheBackOffToo() throws Exception {
        ScriptedPeer gone = new ScriptedPeer();
        gone.close();
        try (WwepClient client =
                gone.client().reconnect(failures -> Duration.ofHours(1)).build()) {
            assertThat(failure(client.exchangeAsync(WRITE))).isInstanceOf(WwepConnectException.class);
            WwepException second = failure(client.exchangeAsync(WRITE));
            assertThat(second).isInstanceOf(WwepConnectException.class).hasMessageContaining("the next is made in");
            assertThat(second.delivery()).isEqualTo(Delivery.NOT_SENT);
        }
    }

    /** Returns the thread on which a dependent stage of this future runs. */
    private Thread threadOfWhatFollows(WwepClient client) throws Exception {
        CompletableFuture<Thread> thread = client.exchangeAsync(WRITE).thenApply(reply -> Thread.currentThread());
        // A stage added to a completed future runs at once on this thread, so the reply is held back until it is added.
        requested.await();
        goOn.countDown();
        return thread.get(20, TimeUnit.SECONDS);
    }

    @Test
    void dependentStagesRunOnTheCommonPoolUnlessItHasOnlyOneThread() throws Exception {
        String expected = ForkJoinPool.getCommonPoolParallelism() > 1 ? "ForkJoinPool.commonPool" : "wwep-worker";
        try (ScriptedPeer peer = new ScriptedPeer(holding());
                WwepClient client = peer.client().build()) {
            assertThat(threadOfWhatFollows(client).getName()).startsWith(expected);
        }
    }

    @Test
    void dependentStagesRunOnAWorkerIfTheExecutorIsShutDown() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        try (ScriptedPeer peer = new ScriptedPeer(holding());
                WwepClient client = peer.client().executor(executor).build()) {
            assertThat(threadOfWhatFollows(client).getName()).isEqualTo("wwep-worker");
        }
    }

    @Test
    void stagesThatDependOnAFailureMayUseTheClientToo() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            heldRequest(talk);
                            talk.close();
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            CompletableFuture<Integer> after = client.exchangeAsync(WRITE).handle((reply, failure) -> {
                try {
                    return client.read(0, 0);
                } catch (WwepException e) {
                    throw new AssertionError(e);
                }
            });
            requested.await();
            goOn.countDown();
            assertThat(after).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(0x1234);
        }
    }

    @Test
    void aTimeoutSetByTheUserEndsAFutureInFlightAndItsReplyIsDropped() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(holding());
                WwepClient client = peer.client().build()) {
            CompletableFuture<WwepReply> first = client.exchangeAsync(WRITE);
            requested.await();
            assertThat(first.orTimeout(1, TimeUnit.MILLISECONDS))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(TimeoutException.class);
            Caller next = Caller.of(() -> client.read(3, 3));
            next.whenWaiting();
            goOn.countDown();
            assertThat(next.outcome()).isEqualTo(0x1234);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aFutureCancelledWhileConnectingLeavesNoConnectionOpenInOneShotMode() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch found = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        ScriptedPeer.Script script = talk -> {
            talk.untilEnd();
            ended.countDown();
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = WwepClient.create("device.test")
                        .port(peer.port())
                        .mode(ConnectionMode.ONE_SHOT)
                        .resolver(host -> {
                            looking.countDown();
                            Caller.await(found);
                            return new InetAddress[] {InetAddress.getLoopbackAddress()};
                        })
                        .build()) {
            CompletableFuture<WwepReply> future = client.exchangeAsync(WwepRequest.read(0, 1));
            looking.await();
            future.cancel(true);
            found.countDown();

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aFutureCancelledJustAsItGetsTheLeaseDelaysNoOtherCall() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(2);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .maxInFlight(1)
                        .deadline(Duration.ofSeconds(20))
                        .build()) {
            client.read(0, 0);
            for (int round = 0; round < HAND_OVERS; round++) {
                int spins = round % 200;
                CompletableFuture<CompletableFuture<WwepReply>> made = new CompletableFuture<>();
                Future<?> reader = others.submit(() -> client.read(0, 1));
                Future<?> canceller = others.submit(() -> {
                    CompletableFuture<WwepReply> future = made.join();
                    for (int i = 0; i < spins; i++) {
                        Thread.onSpinWait();
                    }
                    future.cancel(true);
                });
                made.complete(client.exchangeAsync(WwepRequest.read(0, 2)));
                reader.get();
                canceller.get();
                assertThat(client.read(0, 3)).isEqualTo(0x1234);
            }
        } finally {
            others.shutdown();
        }
    }
}
