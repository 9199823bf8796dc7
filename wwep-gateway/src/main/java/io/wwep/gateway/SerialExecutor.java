package io.wwep.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs tasks one at a time, in the order submitted, on the threads of another executor. Thread-safe. */
final class SerialExecutor implements Executor {

    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean isRunning;

    SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            if (isRunning) {
                return;
            }
            isRunning = true;
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(this::runAll);
        } catch (RuntimeException | Error e) {
            rejected(task);
            throw e;
        }
    }

    /** Drops the task that was rejected; others that were added meanwhile run with the next one. */
    private void rejected(Runnable task) {
        lock.lock();
        try {
            isRunning = false;
            tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    private void runAll() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            isRunning = task != null;
            return task;
        } finally {
            lock.unlock();
        }
    }
}
