package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three futures whose replies arrive together, and the threads that complete them. */
class FuturesEndedTogetherTest {

    private static final List<WwepRequest> READS =
            List.of(WwepRequest.read(0x0FAC, 1), WwepRequest.read(0x0FAC, 2), WwepRequest.read(0x0FAC, 3));

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Runnable> executed = new CopyOnWriteArrayList<>();
    private final Executor executor = task -> {
        executed.add(task);
        new Thread(task, "executor").start();
    };
    private ScriptedPeer peer;
    private WwepClient client;
    private List<CompletableFuture<WwepReply>> futures;

    @BeforeEach
    void send() throws Exception {
        peer = new ScriptedPeer(talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            StringBuilder replies = new StringBuilder();
            for (int i = 0; i < READS.size(); i++) {
                replies.append(ScriptedPeer.acceptance(talk.request()));
            }
            talk.until(goOn).send(replies.toString()).untilEnd();
        });
        client =
                peer.client().mode(ConnectionMode.PERSISTENT).executor(executor).build();
        client.read(0x0FAC, 0); // while no reply has come, only one request is in flight
        futures = READS.stream().map(client::exchangeAsync).toList();
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        client.close();
        peer.close();
    }

    /** Waits for a future on another thread. */
    private Caller waiting(int index) {
        Caller caller = Caller.of(() -> futures.get(index).join());
        caller.whenWaiting();
        return caller;
    }

    private void awaitAll() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!futures.stream().allMatch(CompletableFuture::isDone) && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(futures).allMatch(CompletableFuture::isDone);
    }

    @Test
    void theThreadThatWaitsForOneCompletesAll() throws Exception {
        Caller second = waiting(1);
        goOn.countDown();
        second.outcome();

        assertThat(futures).allMatch(CompletableFuture::isDone);
        assertThat(executed).isEmpty();
    }

    @Test
    void eachThreadThatWaitsCompletesItsOwn() throws Exception {
        Caller first = waiting(0);
        Caller third = waiting(2);
        goOn.countDown();

        assertThat(first.outcome()).hasToString("A0FAC011234");
        assertThat(third.outcome()).hasToString("A0FAC031234");
        awaitAll();
        assertThat(executed).isEmpty();
    }

    @Test
    void aStageRunsOnTheExecutor() throws Exception {
        CompletableFuture<String> stage =
                futures.get(1).thenApply(reply -> Thread.currentThread().getName());
        Caller first = waiting(0);
        goOn.countDown();
        first.outcome();

        assertThat(stage.get(20, TimeUnit.SECONDS)).isEqualTo("executor");
        awaitAll();
        assertThat(executed).hasSize(1);
    }

    @Test
    void aStageMayWaitForAnotherFuture() throws Exception {
        CompletableFuture<String> stage =
                futures.get(0).thenApply(reply -> reply + " " + futures.get(2).join());
        goOn.countDown();

        assertThat(stage.get(20, TimeUnit.SECONDS)).isEqualTo("A0FAC011234 A0FAC031234");
    }

    @Test
    void aStageOfTheFutureThatIsWaitedForLeavesAllToTheExecutor() throws Exception {
        CompletableFuture<String> stage =
                futures.get(0).thenApply(reply -> Thread.currentThread().getName());
        Caller first = waiting(0);
        goOn.countDown();
        first.outcome();

        assertThat(stage.get(20, TimeUnit.SECONDS)).isEqualTo("executor");
        awaitAll();
        assertThat(executed).hasSize(2);
    }

    @Test
    void withoutAWaitingThreadOneTaskOfTheExecutorCompletesAll() throws Exception {
        goOn.countDown();
        awaitAll();

        assertThat(executed).hasSize(1);
    }
}
