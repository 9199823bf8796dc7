package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ExchangeRecorder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The completion of futures whose calls have ended together, while the test decides which thread runs. */
class CompletionTest {

    private final Settings settings = EngineSettings.usual();
    private final List<Runnable> handedOver = new ArrayList<>();
    private Completion completion = completion();

    private final Call late = SampleCalls.future(1, Duration.ofHours(1));
    private final Call early = SampleCalls.future(2);
    private final Call waitedFor = new ReplyFuture<>(
                    WwepRequest.read(SampleCalls.DEVICE, 3), EngineSettings.DEADLINE, abandoned -> {}, this::convert)
            .call();
    private Runnable whenItCompletes = () -> {};

    private Completion completion(ExchangeRecorder... recorders) {
        return new Completion(
                handedOver::add,
                settings.resources(),
                new NotedEvents(),
                new Recording(settings.server(), List.of(recorders)),
                due -> {});
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
        Ended ended = new Ended();
        for (Call call : calls) {
            call.send(new WwepRequest[1], 0, 1, true);
            call.answer(SampleCalls.replies(1), 0, 1, System.nanoTime());
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

    @Test
    void aWaitingThreadCompletesAll() {
        end(late, waitedFor, early);
        runWaiter();

        assertThat(List.of(late, waitedFor, early))
                .allMatch(call -> future(call).isDone());
        assertThat(handedOver).isEmpty();
        assertThat(completion.expire(System.nanoTime())).isZero();
    }

    @Test
    void aWorkerCompletesAtTheEarliestDeadlineWhatAWaitingThreadDoesNot() throws Exception {
        end(late, waitedFor, early);
        long due = completion.expire(System.nanoTime());

        assertThat(due).isEqualTo(early.deadline().end());
        assertThat(future(early)).isNotDone();
        completion.expire(due);
        assertThat(future(early).get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
        assertThat(future(late).get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
        assertThat(handedOver).isEmpty();
    }

    @Test
    void aWorkerCompletesAtTheEarliestDeadlineWhatTheExecutorDoesNot() throws Exception {
        end(late, early);
        assertThat(handedOver).hasSize(1);
        completion.expire(early.deadline().end());

        assertThat(future(late).get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
    }

    @Test
    void aStageAddedWhileAWaitingThreadCompletesThemRunsOnTheExecutor() {
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        whenItCompletes = () -> stages.add(future(early).thenRun(() -> {}));
        end(waitedFor, early, late);
        runWaiter();

        assertThat(future(late)).isDone();
        assertThat(future(early)).isNotDone();
        handedOver.remove(0).run();
        assertThat(stages).singleElement().matches(CompletableFuture::isDone);
        assertThat(handedOver).isEmpty();
    }

    @Test
    void aRecorderNeverRunsOnAThreadThatWaitsForAnotherCall() {
        List<WwepRequest> recorded = new ArrayList<>();
        completion = completion((request, outcome, nanos) -> recorded.add(request));
        end(early, waitedFor);
        runWaiter();

        assertThat(recorded).containsExactly(waitedFor.request(0));
        handedOver.get(0).run();
        assertThat(recorded).containsExactly(waitedFor.request(0), early.request(0));
    }

    @Test
    void aFutureThatIsKeptDoesNotKeepThoseThatEndedWithIt() {
        end(early, late);
        handedOver.get(0).run();

        assertThat(early.nextEnded).isNull();
    }
}
