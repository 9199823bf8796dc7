package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Phase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private static final Pattern MILLIS = Pattern.compile("(\\d+) ms");

    /** The loop reports that a future's time is up while a worker still connects for it. */
    @Test
    void theTimesOfItsPhasesAddUpWhileAnotherThreadReadsThem() throws Exception {
        Deadline deadline = new Deadline(Duration.ofHours(1));
        AtomicBoolean done = new AtomicBoolean();
        Thread[] readers = new Thread[3];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Thread(() -> {
                while (!done.get()) {
                    assertThat(deadline.breakdown()).contains(" ms");
                }
            });
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

        long sum = 0;
        for (Matcher each = MILLIS.matcher(deadline.breakdown()); each.find(); ) {
            sum += Long.parseLong(each.group(1));
        }
        long elapsed = (System.nanoTime() - deadline.start()) / 1_000_000;
        assertThat(sum).isBetween(elapsed - phases.length - 1, elapsed + phases.length);
    }
}
