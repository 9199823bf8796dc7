package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An executor may run tasks on the thread that hands them over. No stage of a future runs there nevertheless. */
class CallerRunsTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch hasStage = new CountDownLatch(1);
    private final CountDownLatch requested = new CountDownLatch(1);
    private final ThreadPoolExecutor full =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new SynchronousQueue<>(), new CallerRunsPolicy());

    @AfterEach
    void endPool() throws Exception {
        goOn.countDown();
        full.shutdown();
        assertThat(full.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Answers only the first request, once its future has a stage. */
    private ScriptedPeer answeringOnce() throws Exception {
        return new ScriptedPeer(talk -> {
            String first = talk.request();
            talk.until(hasStage).send(ScriptedPeer.acceptance(first)).untilEnd();
        });
    }

    private Thread block() {
        Caller.await(goOn);
        return Thread.currentThread();
    }

    private void aBlockedStageDelaysNoOtherFuture(Executor executor) throws Exception {
        try (ScriptedPeer peer = answeringOnce();
                ScriptedPeer elsewhere = new ScriptedPeer(accepting());
                WwepResources resources = WwepResources.create();
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .resources(resources)
                        .executor(executor)
                        .build();
                WwepClient other = elsewhere.client().resources(resources).build()) {
            CompletableFuture<Thread> blocked = client.exchangeAsync(READ).thenApply(reply -> block());
            CompletableFuture<Integer> late = client.device(0x0FAC)
                    .within(Duration.ofSeconds(1))
                    .readAsync(0x0B)
                    .thenApply(value -> value + 1);
            hasStage.countDown();

            for (int i = 0; i < 3; i++) {
                assertThat(other.exchangeAsync(READ))
                        .succeedsWithin(10, TimeUnit.SECONDS)
                        .hasToString("A0FAC0B1234");
            }
            assertThat(late)
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(WwepTimeoutException.class);
            assertThat(blocked).isNotDone();
            goOn.countDown();
            assertThat(blocked.get(10, TimeUnit.SECONDS).getName()).isEqualTo("wwep-worker");
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void aBlockedStageDelaysNoOtherFutureIfTheExecutorRunsItAtOnce() throws Exception {
        aBlockedStageDelaysNoOtherFuture(Runnable::run);
    }

    @Test
    void aBlockedStageDelaysNoOtherFutureIfThePoolIsFull() throws Exception {
        full.execute(this::block);
        aBlockedStageDelaysNoOtherFuture(full);
    }

    @Test
    void noStageRunsOnTheThreadThatClosesTheClient() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
            talk.request();
            requested.countDown();
            talk.untilEnd();
        })) {
            WwepClient client = peer.client().executor(Runnable::run).build();
            CompletableFuture<Thread> stage =
                    client.exchangeAsync(READ).handle((reply, failure) -> Thread.currentThread());
            requested.await();

            client.close();

            assertThat(stage.get(10, TimeUnit.SECONDS)).isNotEqualTo(Thread.currentThread());
        }
    }

    @Test
    void noStageRunsOnACallersThreadThatReadsForOthers() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(ScriptedPeer.acceptance(talk.request()));
                    String first = talk.request();
                    String second = talk.request();
                    talk.until(hasStage).send(ScriptedPeer.acceptance(first) + ScriptedPeer.acceptance(second));
                    talk.untilEnd();
                });
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .executor(Runnable::run)
                        .build()) {
            client.exchange(READ);
            Caller caller = Caller.of(() -> client.exchange(READ));
            caller.whenWaiting();
            CompletableFuture<String> stage = client.exchangeAsync(READ)
                    .thenApply(reply -> Thread.currentThread().getName());
            hasStage.countDown();

            assertThat(stage.get(10, TimeUnit.SECONDS)).isEqualTo("wwep-worker");
            assertThat(caller.outcome()).hasToString("A0FAC0B1234");
        }
    }
}
