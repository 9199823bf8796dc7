package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private static final int TASKS = 20;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean refusesThreads;
    private final Resources resources = new Resources((work, name) -> {
        if (refusesThreads) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        Thread thread = new Thread(work, name);
        threads.add(thread);
        return thread;
    });

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long workers() {
        return threads.stream()
                .filter(thread -> thread.getName().equals("wwep-worker"))
                .count();
    }

    /** Each of the tasks waits for all of them. */
    private void assertAllRunAtOnce() {
        CountDownLatch all = new CountDownLatch(TASKS);
        for (int i = 0; i < TASKS; i++) {
            resources.execute(() -> {
                all.countDown();
                await(all);
            });
        }
        await(all);
    }

    @Test
    void tasksThatWaitForEachOtherAllRun() throws Exception {
        var unused = resources.acquire();
        assertAllRunAtOnce();
        resources.release();
    }

    @Test
    void tasksThatWaitForEachOtherAllRunWithoutALoop() {
        assertAllRunAtOnce();
    }

    @Test
    void shortTasksShareFewThreads() throws Exception {
        var unused = resources.acquire();
        CountDownLatch all = new CountDownLatch(10_000);
        for (int i = 0; i < 10_000; i++) {
            resources.execute(all::countDown);
        }
        await(all);
        assertThat(workers())
                .isLessThanOrEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
        resources.release();
    }

    @Test
    void tasksWaitForTheThreadsThereAreIfNoMoreCanStart() {
        CountDownLatch busy = new CountDownLatch(Workers.USUAL_THREADS);
        CountDownLatch goOn = new CountDownLatch(1);
        for (int i = 0; i < Workers.USUAL_THREADS; i++) {
            resources.execute(() -> {
                busy.countDown();
                await(goOn);
            });
        }
        await(busy);
        refusesThreads = true;
        CountDownLatch all = new CountDownLatch(TASKS);
        for (int i = 0; i < TASKS; i++) {
            assertThatCode(() -> resources.execute(all::countDown)).doesNotThrowAnyException();
        }
        goOn.countDown();
        await(all);
        assertThat(workers()).isEqualTo(Workers.USUAL_THREADS);
    }

    @Test
    void theLastUserLeavesEvenIfNoMoreThreadsCanStart() throws Exception {
        var unused = resources.acquire();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(Workers.USUAL_THREADS + TASKS);
        for (int i = 1; i <= Workers.USUAL_THREADS + TASKS; i++) {
            resources.execute(() -> {
                await(goOn);
                all.countDown();
            });
            // The following ones wait for a thread.
            refusesThreads = i >= Workers.USUAL_THREADS;
        }
        assertThatCode(resources::release).doesNotThrowAnyException();
        goOn.countDown();
        await(all);
    }

    @Test
    void aTaskWaitingWhenTheLastUserLeavesStillRuns() throws Exception {
        var unused = resources.acquire();
        CountDownLatch last = new CountDownLatch(1);
        for (int i = 0; i < TASKS; i++) {
            resources.execute(() -> await(last));
        }
        resources.execute(last::countDown);
        resources.release();
        await(last);
        for (Thread thread : threads) {
            thread.join(20_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }
}
