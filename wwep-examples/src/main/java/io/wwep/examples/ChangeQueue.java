package io.wwep.examples;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings changes from the threads of a gateway to that of the program, which shows them until a signal ends it. A slow output
 * holds up the watches' consumers, and then the newest reading of each register replaces those that wait.
 */
final class ChangeQueue implements AutoCloseable {

    /** A consumer for each register can wait, so emptying the queue once frees them all. */
    private static final int CAPACITY = RegisterScan.REGISTERS;

    private static final long END_TIMEOUT_SECONDS = 3;

    private final BlockingQueue<Change> changes = new ArrayBlockingQueue<>(CAPACITY);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread program = Thread.currentThread();
    private volatile boolean ending;

    /** Adds a change; waits while the output is slow. Safe for use by many threads. */
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
     * Shows changes, and closes the view at the end. Ctrl-C and SIGTERM end the process with exit code 0; an interrupt ends
     * this call, as it does a server.
     */
    void showUntilEnded(ChangeView view) {
        Thread onSignal = new Thread(this::endProcess, "wwep-watch-end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try (view) {
            while (!ending) {
                view.show(changes.take());
            }
        } catch (InterruptedException e) {
            // The end was asked for.
        } finally {
            ended.countDown();
            removeHook(onSignal);
        }
    }

    /** Runs when a signal ends the process, whose exit code would be the signal's otherwise. */
    private void endProcess() {
        ending = true;
        program.interrupt();
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
            // It runs already.
        }
    }

    /** Frees the threads that wait to add a change. */
    @Override
    public void close() {
        ending = true;
        changes.clear();
    }
}
