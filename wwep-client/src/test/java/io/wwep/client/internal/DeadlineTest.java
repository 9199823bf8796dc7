package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Phase;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private static final Pattern MILLIS = Pattern.compile("(\\d+) ms");

    @Test
    void theBreakdownOfARequestThatWasSentAtOnceHasQueueAndReply() {
        Deadline deadline = new Deadline(Duration.ofHours(1));
        assertThat(deadline.phase()).isEqualTo(Phase.QUEUE);
        deadline.sending(deadline.start() + 3_000_000);

        assertThat(deadline.phase()).isEqualTo(Phase.REPLY);
        assertThat(deadline.breakdown()).startsWith("queue 3 ms, reply ");
    }

    @Test
    void theBreakdownHasEachPhaseSoFar() {
        Deadline deadline = new Deadline(Duration.ofHours(1));
        long start = deadline.start();
        deadline.enter(Phase.CONNECT, start + 3_000_000);
        deadline.sending(start + 10_000_000);

        assertThat(deadline.breakdown()).startsWith("queue 3 ms, connect 7 ms, reply ");
    }

    @Test
    void theBreakdownAddsUpTheTimeToTheRepliesOfABatch() {
        Deadline deadline = new Deadline(Duration.ofHours(1));
        long start = deadline.start();
        deadline.sending(start + 3_000_000);
        deadline.replied(start + 7_000_000, false);
        deadline.replied(start + 8_000_000, false);
        deadline.enter(Phase.CONNECT, start + 8_000_000);

        assertThat(deadline.breakdown()).startsWith("queue 3 ms, connect ").endsWith(", reply 5 ms");
        deadline.restart(Duration.ofHours(1));
        assertThat(deadline.breakdown()).startsWith("queue ").doesNotContain("reply");
    }

    /** The loop reports that a future's time is up while a worker still connects for it. */
    @Test
    void theTimesOfItsPhasesAddUpWhileAnotherThreadReadsThem() throws Exception {
        Deadline deadline = new Deadline(Duration.ofHours(1));
        AtomicBoolean done = new AtomicBoolean();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Thread[] readers = new Thread[3];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Thread(() -> {
                while (!done.get()) {
                    assertThat(deadline.breakdown()).contains(" ms");
                }
            });
            readers[i].setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            readers[i].start();
        }
        Phase[] phases = Phase.values();
        for (int i = 0; i < 5_000_000; i++) {
            deadline.enter(phases[i % phases.length]);
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failures).isEmpty();

        long sum = 0;
        for (Matcher each = MILLIS.matcher(deadline.breakdown()); each.find(); ) {
            sum += Long.parseLong(each.group(1));
        }
        long elapsed = (System.nanoTime() - deadline.start()) / 1_000_000;
        assertThat(sum).isBetween(elapsed - phases.length - 1, elapsed + phases.length);
    }
}
