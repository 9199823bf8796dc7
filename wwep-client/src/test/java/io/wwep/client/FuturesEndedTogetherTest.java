package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<WwepRequest, String> completedBy = new ConcurrentHashMap<>();
    private volatile Runnable beforeTheFirst = () -> {};
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
        client = peer.client()
                .mode(ConnectionMode.PERSISTENT)
                .executor(executor)
                .addRecorder((request, outcome, nanos) -> {
                    completedBy.put(request, Thread.currentThread().getName());
                    if (request.equals(READS.get(0))) {
                        beforeTheFirst.run();
                    }
                })
                .build();
        client.read(0x0FAC, 0); // while no reply has come, only one request is in flight
        completedBy.clear();
        futures = READS.stream().map(client::exchangeAsync).toList();
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        client.close();
        peer.close();
    }

    /** Waits for a future on a thread of this name. */
    private Caller waiting(String name, int index) {
        Caller caller = Caller.of(() -> {
            Thread.currentThread().setName(name);
            return futures.get(index).join();
        });
        caller.whenWaiting();
        return caller;
    }

    private void allComplete() throws Exception {
        for (CompletableFuture<WwepReply> future : futures) {
            assertThat(future.get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
        }
    }

    @Test
    void theThreadThatWaitsForOneCompletesAll() throws Exception {
        Caller second = waiting("second", 1);
        goOn.countDown();
        second.outcome();

        assertThat(futures).allMatch(CompletableFuture::isDone);
        assertThat(completedBy.values()).containsExactly("second", "second", "second");
        assertThat(executed).isEmpty();
    }

    @Test
    void eachThreadThatWaitsCompletesItsOwn() throws Exception {
        Caller first = waiting("first", 0);
        Caller third = waiting("third", 2);
        goOn.countDown();
        first.outcome();
        third.outcome();

        assertThat(completedBy)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(READS.get(0), "first", READS.get(1), "first", READS.get(2), "third"));
        assertThat(executed).isEmpty();
    }

    @Test
    void aStageRunsOnTheExecutor() throws Exception {
        CompletableFuture<String> stage =
                futures.get(1).thenApply(reply -> Thread.currentThread().getName());
        Caller first = waiting("first", 0);
        goOn.countDown();
        first.outcome();

        assertThat(stage.get(20, TimeUnit.SECONDS)).isEqualTo("executor");
        allComplete();
        assertThat(completedBy)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(READS.get(0), "first", READS.get(1), "executor", READS.get(2), "first"));
    }

    @Test
    void aStageOfTheFutureThatIsWaitedForLeavesAllToTheExecutor() throws Exception {
        CompletableFuture<Void> stage = futures.get(0).thenAccept(reply -> {});
        Caller first = waiting("first", 0);
        goOn.countDown();
        first.outcome();
        stage.get(20, TimeUnit.SECONDS);
        allComplete();

        assertThat(completedBy.values()).containsExactly("executor", "executor", "executor");
        assertThat(executed).hasSize(1);
    }

    @Test
    void aStageAddedWhileTheyAreCompletedRunsOnTheExecutor() throws Exception {
        CompletableFuture<CompletableFuture<String>> stage = new CompletableFuture<>();
        beforeTheFirst = () -> stage.complete(
                futures.get(2).thenApply(reply -> Thread.currentThread().getName()));
        Caller first = waiting("first", 0);
        goOn.countDown();
        first.outcome();

        assertThat(stage.get(20, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS)).isEqualTo("executor");
        assertThat(completedBy)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(READS.get(0), "first", READS.get(1), "first", READS.get(2), "executor"));
    }

    @Test
    void withoutAWaitingThreadOneTaskOfTheExecutorCompletesAll() throws Exception {
        goOn.countDown();
        while (!futures.stream().allMatch(CompletableFuture::isDone)) {
            Thread.onSpinWait();
        }

        assertThat(completedBy.values()).containsExactly("executor", "executor", "executor");
        assertThat(executed).hasSize(1);
    }
}
