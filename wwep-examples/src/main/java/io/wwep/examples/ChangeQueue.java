package io.wwep.examples;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Passes changes from a gateway's threads to the main thread, which shows them until a signal ends the program. Slow output
 * blocks the watches' consumers; meanwhile, only the newest reading of each register is kept.
 */
final class ChangeQueue implements AutoCloseable {

    /** At most one consumer per register waits, so clearing a queue of this size releases them all. */
    private static final int CAPACITY = RegisterScan.REGISTERS;

    private static final long END_TIMEOUT_SECONDS = 3;

    private final BlockingQueue<Change> changes = new ArrayBlockingQueue<>(CAPACITY);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread mainThread = Thread.currentThread();
    private volatile boolean ending;

    /** Adds a change; blocks while the queue is full. Thread-safe. */
    void add(Change change) {
        try {
            if (!ending) {
                changes.put(change);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Shows changes until a signal or an interrupt, then closes the view. Ctrl-C and SIGTERM end the process with exit
     * code 0; an interrupt only ends this call.
     */
    void showUntilEnded(ChangeView view) {
        Thread onSignal = new Thread(this::endProcess, "wwep-watch-end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try (view) {
            while (!ending) {
                view.show(changes.take());
            }
        } catch (InterruptedException e) {
            // A signal or the caller requested the end.
        } finally {
            ended.countDown();
            removeHook(onSignal);
        }
    }

    /** Runs as a shutdown hook. Halts, because the exit code would otherwise be the signal's. */
    private void endProcess() {
        ending = true;
        mainThread.interrupt();
        try {
            var unused = ended.await(END_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.ACCEPTED);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is already running.
        }
    }

    /** Releases the threads that wait to add a change. */
    @Override
    public void close() {
        ending = true;
        changes.clear();
    }
}
