package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wwep.client.ExchangeRecorder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The completion of futures whose calls have ended together, while the test decides which thread runs. */
class CompletionTest {

    private volatile boolean refusesThreads;
    private final Settings settings = EngineSettings.with(new Resources((work, name) -> {
        if (refusesThreads && name.equals("wwep-worker")) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        return new Thread(work, name);
    }));
    private final Closing closing = new Closing();
    private final BlockingQueue<Runnable> handedOver = new LinkedBlockingQueue<>();
    private final List<Long> attendedBy = new CopyOnWriteArrayList<>();
    private Completion completion = completion();

    private final Call late = SampleCalls.future(1, Duration.ofHours(1));
    private final Call early = SampleCalls.future(2);
    private final Call waitedFor = new ReplyFuture<>(
                    WwepRequest.read(SampleCalls.DEVICE, 3), EngineSettings.DEADLINE, abandoned -> {}, this::convert)
            .call();
    private Runnable whenItCompletes = () -> {};

    private Completion completion(ExchangeRecorder... recorders) {
        return completion(handedOver::add, recorders);
    }

    private Completion completion(Executor executor, ExchangeRecorder... recorders) {
        return new Completion(
                executor,
                settings.resources(),
                new NotedEvents(),
                new Recording(settings.server(), List.of(recorders)),
                closing,
                attendedBy::add);
    }

    private WwepReply convert(WwepReply reply) {
        whenItCompletes.run();
        return reply;
    }

    @BeforeEach
    void startWorkers() throws Exception {
        settings.resources().acquire();
    }

    @AfterEach
    void endWorkers() {
        settings.resources().release();
    }

    private void end(Call... calls) {
        waitedFor.joining = new Thread(() -> {}, "waits");
        for (Call call : calls) {
            answer(call);
        }
        wake(calls);
    }

    private static void answer(Call call) {
        call.send(new WwepRequest[1], 0, 1, true);
        call.answer(SampleCalls.replies(1), 0, 1, System.nanoTime());
    }

    private void wake(Call... calls) {
        Ended ended = new Ended();
        for (Call call : calls) {
            ended.add(call);
        }
        completion.wake(ended);
    }

    /** Does what the waiting thread does once it runs. */
    private void runWaiter() {
        ((ReplyFuture.Completer) Objects.requireNonNull(waitedFor.joining)).completeByWaiter(waitedFor);
    }

    private static ReplyFuture<?> future(Call call) {
        return Objects.requireNonNull(call.future());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWaitingThreadCompletesAll() {
        end(late, waitedFor, early);
        runWaiter();

        assertThat(List.of(late, waitedFor, early))
                .allMatch(call -> future(call).isDone());
        assertThat(handedOver).isEmpty();
        assertThat(completion.expire(attendedBy.get(0))).isZero();
    }

    @Test
    void aWorkerCompletesWhatAWaitingThreadDoesNot() throws Exception {
        long start = System.nanoTime();
        end(late, waitedFor, early);

        assertThat(future(early)).isNotDone();
        assertThat(attendedBy)
                .singleElement()
                .matches(due -> due - start >= PendingCompletions.GRACE)
                .matches(due -> due - early.deadline().end() < 0, "before the deadline");
        completion.expire(attendedBy.get(0));
        assertThat(future(early).get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
        assertThat(future(late).get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
        assertThat(handedOver).isEmpty();
    }

    @Test
    void aWorkerCompletesAtTheEarliestDeadlineWhatTheExecutorDoesNot() throws Exception {
        end(late, early);

        assertThat(attendedBy).containsExactly(early.deadline().end());
        completion.expire(attendedBy.get(0));
        assertThat(future(late).get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
    }

    @Test
    void aWorkerCompletesWhatAStageHoldsUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> blocked = future(early).thenRun(() -> {
            begun.countDown();
            await(goOn);
        });
        CompletableFuture<Void> stage = future(late).thenRun(() -> {});
        end(early, late);
        Thread executor = new Thread(handedOver.remove());
        executor.start();
        begun.await();
        completion.expire(attendedBy.get(0));

        stage.get(20, TimeUnit.SECONDS);
        assertThat(blocked).isNotDone();
        goOn.countDown();
        executor.join();
    }

    @Test
    void stagesThatWaitForLaterFuturesHoldUpOnlyTheirThread() throws Exception {
        Call last = SampleCalls.future(4);
        var unused = future(last).thenRun(() -> {});
        CountDownLatch begun = new CountDownLatch(1);
        List<CompletableFuture<?>> stages = new ArrayList<>();
        for (Call call : List.of(early, late, waitedFor)) {
            stages.add(future(call).thenApply(reply -> {
                begun.countDown();
                return future(last).join();
            }));
        }
        end(early, late, waitedFor, last);
        Thread executor = new Thread(handedOver.remove());
        executor.start();
        begun.await();
        completion.expire(attendedBy.get(0));

        for (CompletableFuture<?> stage : stages) {
            assertThat(stage.get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
        }
        executor.join();
    }

    @Test
    void closingShortensTheTimeOfTheExecutor() {
        end(late);
        long before = System.nanoTime();
        closing.begin();
        completion.shortenPending();

        assertThat(completion.expire(before) - before).isBetween(PendingCompletions.GRACE, TimeUnit.MINUTES.toNanos(1));
    }

    /** Between the signal and the end of the close. */
    @Test
    void aTaskAddedOnceClosingHasBegunGetsOnlyTheGracePeriod() {
        closing.begin();
        long before = System.nanoTime();
        end(late);

        assertThat(attendedBy.get(0) - before).isBetween(PendingCompletions.GRACE, TimeUnit.MINUTES.toNanos(1));
    }

    @Test
    void futuresWithStagesComeLast() {
        var unused = future(early).thenRun(() -> {});
        end(early, late);

        handedOver.remove().run();
        assertThat(future(late)).isDone();
        assertThat(future(early)).isNotDone();
        handedOver.remove().run();
        assertThat(future(early)).isDone();
    }

    @Test
    void aStageAddedWhileAWaitingThreadCompletesThemRunsOnTheExecutor() throws Exception {
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        whenItCompletes = () -> stages.add(future(early).thenRun(() -> {}));
        end(waitedFor, early, late);
        runWaiter();

        assertThat(future(late)).isDone();
        assertThat(future(early)).isNotDone();
        Runnable task = handedOver.poll(20, TimeUnit.SECONDS);
        assertThat(task).isNotNull();
        task.run();
        assertThat(stages).singleElement().matches(CompletableFuture::isDone);
    }

    @Test
    void aRecorderNeverRunsOnAThreadThatWaitsForAnotherCall() {
        List<WwepRequest> recorded = new ArrayList<>();
        completion = completion((request, outcome, nanos) -> recorded.add(request));
        end(early, waitedFor);
        runWaiter();

        assertThat(recorded).containsExactly(waitedFor.request(0));
        handedOver.remove().run();
        assertThat(recorded).containsExactly(waitedFor.request(0), early.request(0));
    }

    @Test
    void aFutureCompletesEvenIfItCannotBeRecorded() {
        completion = completion((request, outcome, nanos) -> {});
        answer(early);
        early.times = new ReplyTimes(0, false); // has no time for its reply
        answer(late);
        wake(early, late);
        handedOver.remove().run();

        assertThat(future(early)).isCompleted();
        assertThat(future(late)).isDone();
    }

    /** Runs each task on the thread that hands it over. */
    private List<CompletableFuture<Thread>> completeByAnExecutorOfThisThread() {
        completion = completion(Runnable::run);
        List<CompletableFuture<Thread>> stages = new ArrayList<>();
        for (Call call : List.of(early, late)) {
            stages.add(future(call).thenApply(reply -> Thread.currentThread()));
        }
        end(early, late);
        return stages;
    }

    private static void assertRunElsewhere(List<CompletableFuture<Thread>> stages) throws Exception {
        for (CompletableFuture<Thread> stage : stages) {
            assertThat(stage.get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void aWorkerCompletesWhatTheExecutorTriesToCompleteOnThisThread() throws Exception {
        assertRunElsewhere(completeByAnExecutorOfThisThread());
        assertThat(attendedBy).containsExactly(early.deadline().end());
    }

    @Test
    void aWorkerCompletesLaterWhatTheExecutorTriesToCompleteOnThisThreadIfNoWorkerCanStart() throws Exception {
        refusesThreads = true;
        List<CompletableFuture<Thread>> stages = completeByAnExecutorOfThisThread();

        assertThat(stages).noneMatch(CompletableFuture::isDone);
        assertThat(attendedBy)
                .hasSize(2)
                .last()
                .matches(due -> due - early.deadline().end() < 0, "soon");
        refusesThreads = false;
        completion.expire(attendedBy.get(1));
        assertRunElsewhere(stages);
    }

    @Test
    void anExecutorMayRunATaskLaterOnTheThreadThatHandedItOver() {
        end(early);

        handedOver.remove().run();
        assertThat(future(early)).isDone();
    }

    @Test
    void aThreadThatCannotCompleteTheFutureItWaitsForGetsTheReason() throws Exception {
        ReplyFuture<?> future = future(early);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiting = new Thread(() -> outcome.complete(catchThrowable(() -> future.get(20, TimeUnit.SECONDS))));
        waiting.start();
        while (!future.isWaitedFor()) {
            Thread.onSpinWait();
        }
        IllegalStateException failure = new IllegalStateException("out of stack");
        boolean left = future.leaveToWaiter(own -> {
            throw failure;
        });

        assertThat(left).isTrue();
        assertThat(outcome.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
        waiting.join();
    }

    @Test
    void aFutureThatIsKeptDoesNotKeepThoseThatEndedWithIt() {
        end(early, late);
        handedOver.remove().run();

        assertThat(early.nextEnded).isNull();
    }
}
