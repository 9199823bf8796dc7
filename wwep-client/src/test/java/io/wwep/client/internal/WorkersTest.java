package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private static final int TASKS = 20;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Resources resources = new Resources((work, name) -> {
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
