package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The completion of futures whose calls have ended together, while the test decides which thread runs. */
class CompletionTest {

    private final Settings settings = EngineSettings.usual();
    private final List<Runnable> handedOver = new ArrayList<>();
    private final Completion completion = new Completion(
            handedOver::add,
            settings.resources(),
            new NotedEvents(),
            new Recording(settings.server(), List.of()),
            due -> {});
    private final Call first = SampleCalls.future(1);
    private final Call second = SampleCalls.future(2);

    @BeforeEach
    void startWorkers() throws Exception {
        settings.resources().acquire();
    }

    @AfterEach
    void endWorkers() {
        settings.resources().release();
    }

    private void end() {
        Ended ended = new Ended();
        for (Call call : List.of(first, second)) {
            call.send(new WwepRequest[1], 0, 1, true);
            call.answer(SampleCalls.replies(1), 0, 1, System.nanoTime());
            ended.add(call);
        }
        completion.wake(ended);
    }

    private static ReplyFuture<?> future(Call call) {
        return Objects.requireNonNull(call.future());
    }

    @Test
    void aWorkerCompletesAtTheDeadlineWhatAWaitingThreadDoesNot() throws Exception {
        Thread neverRuns = new Thread(() -> {});
        second.joining = neverRuns;
        end();
        long due = completion.expire(System.nanoTime());

        assertThat(handedOver).isEmpty();
        assertThat(future(first)).isNotDone();
        assertThat(due).isEqualTo(first.deadline().end());
        completion.expire(due);
        assertThat(future(first).get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
        assertThat(future(second).get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
    }

    @Test
    void aFutureThatIsKeptDoesNotKeepThoseThatEndedWithIt() {
        end();
        handedOver.get(0).run();

        assertThat(first.nextEnded).isNull();
    }
}
