package io.wwep.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.stress.StressRun.Crew;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many clients at a time, each with its own peer and its own seed, whose futures all go through the one event loop of the
 * process.
 */
final class SharedLoopCrowd {

    static final int CLIENTS = 200;

    /** A run takes a twentieth of this, unless a call hangs or the machine is very busy. */
    private static final Duration WATCHDOG = Duration.ofMinutes(2);

    private SharedLoopCrowd() {}

    /**
     * Runs.
     *
     * @throws AssertionError if anything is wrong
     */
    static void by(long number, OutcomeCounts counts) throws Exception {
        CyclicBarrier allBuilt = new CyclicBarrier(CLIENTS);
        // On a busy machine, workers complete what an executor does not in time.
        Crew crew = new Crew(
                0, 1, 10, WATCHDOG, List.of("", ""), () -> allBuilt.await(WATCHDOG.toSeconds(), TimeUnit.SECONDS));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS, work -> new Thread(work, "stress-client"));
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long seed = number * CLIENTS + i;
                runs.add(threads.submit(() -> {
                    StressRun.by(seed, crew, counts);
                    return null;
                }));
            }
            int mostLoops = 0;
            for (Future<?> run : runs) {
                while (!isOver(run)) {
                    mostLoops = Math.max(mostLoops, loops());
                }
            }
            assertThat(mostLoops).isEqualTo(1);
        } finally {
            threads.shutdown();
            var unused = threads.awaitTermination(WATCHDOG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Waits a little, and fails if the run did. */
    private static boolean isOver(Future<?> run) throws Exception {
        try {
            run.get(50, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("one of the clients: " + e.getCause(), e);
        }
    }

    private static int loops() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("wwep-loop"))
                .count();
    }
}
