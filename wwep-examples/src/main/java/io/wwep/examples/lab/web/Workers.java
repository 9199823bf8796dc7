package io.wwep.examples.lab.web;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what may block. They end when there is nothing to do. What is too much is rejected. */
final class Workers implements AutoCloseable {

    private static final int CLOSE_SECONDS = 5;

    /** For what waits for the lab only. */
    private final ThreadPoolExecutor quick = pool("page", 2, 200);

    /** For exchanges of boards, which wait for a reply. */
    private final ThreadPoolExecutor boards = pool("board", 16, 200);

    /** For checks, which take seconds. */
    private final ThreadPoolExecutor checks = pool("check", 4, 40);

    private static ThreadPoolExecutor pool(String name, int threads, int waiting) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, "wwep-lab-" + name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    Executor quick() {
        return quick;
    }

    Executor boards() {
        return boards;
    }

    Executor checks() {
        return checks;
    }

    /** Interrupts what runs, and waits for it. */
    @Override
    public void close() {
        List<ThreadPoolExecutor> all = List.of(quick, boards, checks);
        all.forEach(ThreadPoolExecutor::shutdownNow);
        try {
            for (ThreadPoolExecutor pool : all) {
                pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
