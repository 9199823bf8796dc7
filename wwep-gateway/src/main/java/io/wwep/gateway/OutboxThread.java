package io.wwep.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of an outbox, the only one that uses its state and its file. What arrives while it waits for the disk is
 * done together in the next turn, by one commit.
 */
final class OutboxThread {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxThread.class);

    /** The pause after an unexpected error. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "wwep-outbox");
    private final OutboxCore core;

    /** The callers of {@link Outbox#flush} that wait. */
    private final List<CompletableFuture<Boolean>> flushes = new ArrayList<>();

    /** The callers of {@link Outbox#stop} that wait. */
    private final List<CompletableFuture<Boolean>> stops = new ArrayList<>();

    private volatile boolean isStopped;
    private volatile boolean isClosing;
    private volatile boolean hasEnded;

    /** Creates the state of an outbox on its thread. */
    interface Creation {
        OutboxCore create(Consumer<Runnable> thread) throws IOException;
    }

    OutboxThread(Creation creation) throws IOException {
        this.core = creation.create(task -> {
            boolean unused = execute(task);
        });
        thread.setDaemon(true);
    }

    OutboxCore core() {
        return core;
    }

    void start() {
        thread.start();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Throws if a listener runs on this thread: a call that waits for it would never end. */
    void checkNotCurrent() {
        if (isCurrent()) {
            throw new IllegalStateException("a listener on the outbox's thread cannot wait for the outbox:"
                    + " give the gateway an executor that does not run tasks on the submitting thread");
        }
    }

    /** Queues a task; returns false if the outbox is closed. */
    boolean execute(Runnable task) {
        if (hasEnded) {
            return false;
        }
        tasks.add(task);
        LockSupport.unpark(thread);
        // The thread may have ended meanwhile, without this task.
        return !hasEnded || !tasks.remove(task);
    }

    /** Completes the future when nothing is pending, or with false when the outbox is closed. */
    void awaitEmpty(CompletableFuture<Boolean> flushed) {
        if (!execute(() -> flushes.add(flushed))) {
            flushed.complete(false);
        }
    }

    /** Starts nothing more. Completes the future when nothing is in flight, or the outbox has ended. */
    void stop(CompletableFuture<Boolean> idle) {
        isStopped = true;
        if (!execute(() -> stops.add(idle))) {
            idle.complete(true);
        }
    }

    /** Stores what is known about the writes that were sent, closes the file, and ends. */
    void close() {
        isStopped = true;
        isClosing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        // A listener on the outbox's thread cannot wait for its own end.
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            long next = System.nanoTime() + PAUSE;
            try {
                runTasks();
                if (isStopped) {
                    core.stop();
                }
                next = core.turn();
                flushes.removeIf(CompletableFuture::isDone); // whose callers have stopped waiting
                if (!flushes.isEmpty() && core.isEmpty()) {
                    flushes.forEach(flushed -> flushed.complete(true));
                    flushes.clear();
                }
            } catch (Throwable e) { // the outbox must go on
                LOG.error("the outbox failed", e);
                core.refuseAll(e);
            }
            if (isStopped && !core.isSending()) {
                stops.forEach(idle -> idle.complete(true));
                stops.clear();
            }
            if (isClosing) {
                break;
            }
            if (tasks.isEmpty()) {
                LockSupport.parkNanos(this, next - System.nanoTime());
            }
        }
        end();
    }

    private void end() {
        hasEnded = true;
        core.stop();
        runTasks(); // which were added before
        flushes.forEach(flushed -> flushed.complete(false));
        stops.forEach(idle -> idle.complete(true));
        try {
            core.turn();
        } catch (Throwable e) { // the file must be closed
            LOG.error("the outbox failed", e);
            core.refuseAll(e);
        }
        try {
            core.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("closing the outbox failed", e);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (Throwable e) { // one task must not stop the others
                LOG.error("a task of the outbox failed", e);
            }
        }
    }
}
