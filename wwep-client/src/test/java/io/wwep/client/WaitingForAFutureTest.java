package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread that waits for a future completes it, without the executor, unless a stage depends on it. */
class WaitingForAFutureTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Runnable> executed = new CopyOnWriteArrayList<>();
    private final Executor executor = task -> {
        executed.add(task);
        new Thread(task, "executor").start();
    };
    private ScriptedPeer peer;
    private WwepClient client;

    @BeforeEach
    void connect() throws Exception {
        peer = new ScriptedPeer(talk -> {
            String request = talk.requestOrEnd();
            talk.until(goOn);
            if (request != null) {
                talk.send(ScriptedPeer.acceptance(request));
                accepting().play(talk);
            }
        });
        client = peer.client().executor(executor).build();
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        client.close();
        peer.close();
    }

    /** Waits for a future on another thread until the future can be answered; returns what that thread got. */
    private @Nullable Object outcomeOf(Caller waiting) throws Exception {
        waiting.whenWaiting();
        goOn.countDown();
        return waiting.outcome();
    }

    @Test
    void theReplyNeedsNoExecutor() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);

        assertThat(outcomeOf(Caller.of(future::join))).hasToString("A0FAC0B1234");
        assertThat(executed).isEmpty();
    }

    @Test
    void theReplyNeedsNoExecutorWithATimeLimit() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);

        assertThat(outcomeOf(Caller.of(() -> future.get(20, TimeUnit.SECONDS)))).hasToString("A0FAC0B1234");
        assertThat(executed).isEmpty();
    }

    @Test
    void aFailureNeedsNoExecutor() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        Caller waiting = Caller.of(future::join);
        waiting.whenWaiting();
        client.close();

        assertThat(waiting.failure())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WwepConnectionLostException.class);
        assertThat(executed).isEmpty();
    }

    @Test
    void stagesRunOnTheExecutor() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        CompletableFuture<String> stage =
                future.thenApply(reply -> Thread.currentThread().getName());

        assertThat(outcomeOf(Caller.of(future::get))).hasToString("A0FAC0B1234");
        assertThat(stage.get(20, TimeUnit.SECONDS)).isEqualTo("executor");
        assertThat(executed).hasSize(1);
    }

    @Test
    void severalThreadsWait() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        Caller first = Caller.of(future::get);
        first.whenWaiting();
        Caller second = Caller.of(future::join);

        assertThat(outcomeOf(second)).hasToString("A0FAC0B1234");
        assertThat(first.outcome()).hasToString("A0FAC0B1234");
    }

    @Test
    void aThreadThatStopsWaitingLeavesTheFutureToTheExecutor() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        assertThatThrownBy(() -> future.get(10, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        CompletableFuture<String> stage = future.thenApply(WwepReply::toString);
        goOn.countDown();

        assertThat(stage.get(20, TimeUnit.SECONDS)).isEqualTo("A0FAC0B1234");
        assertThat(executed).hasSize(1);
    }

    @Test
    void anInterruptEndsGet() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        Caller waiting = Caller.of(future::get);
        waiting.whenWaiting();
        waiting.interrupt();

        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        assertThat(future).isNotDone();
    }

    @Test
    void anInterruptDoesNotEndJoin() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        Caller waiting =
                Caller.of(() -> future.join() + " " + Thread.currentThread().isInterrupted());
        waiting.whenWaiting();
        waiting.interrupt();
        waiting.whenWaiting();

        assertThat(outcomeOf(waiting)).isEqualTo("A0FAC0B1234 true");
    }

    @Test
    void cancellingEndsTheWait() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        Caller waiting = Caller.of(future::join);
        waiting.whenWaiting();
        future.cancel(true);

        assertThat(waiting.failure()).isInstanceOf(CancellationException.class);
    }

    private void endsTheWait(CompletableFuture<WwepReply> future, Runnable ending, WwepReply expected)
            throws Exception {
        Caller waiting = Caller.of(future::join);
        waiting.whenWaiting();
        ending.run();

        assertThat(waiting.outcome()).isSameAs(expected);
    }

    @Test
    void anyOtherEndOfTheFutureEndsTheWait() throws Exception {
        WwepReply other = WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 1);
        CompletableFuture<WwepReply> completed = client.exchangeAsync(READ);
        endsTheWait(completed, () -> completed.complete(other), other);
        CompletableFuture<WwepReply> obtruded = client.exchangeAsync(READ);
        endsTheWait(obtruded, () -> obtruded.obtrudeValue(other), other);
        CompletableFuture<WwepReply> supplied = client.exchangeAsync(READ);
        endsTheWait(supplied, () -> supplied.completeAsync(() -> other), other);
        CompletableFuture<WwepReply> late = client.exchangeAsync(READ);
        endsTheWait(late, () -> late.completeOnTimeout(other, 1, TimeUnit.MILLISECONDS), other);
    }

    @Test
    void aThreadOfAPoolWaitsAsForAnyFuture() throws Exception {
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            CompletableFuture<WwepReply> waiting = CompletableFuture.supplyAsync(future::join, pool);
            // The pool starts another thread for this task, since it knows that its only one waits.
            CompletableFuture.runAsync(goOn::countDown, pool).get(20, TimeUnit.SECONDS);

            assertThat(waiting.get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
        } finally {
            pool.shutdown();
            assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
