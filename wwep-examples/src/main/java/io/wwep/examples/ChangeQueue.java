package io.wwep.examples;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Passes changes from a gateway's threads to the main thread, which shows them until a signal ends the program. Slow output
 * blocks the watches' consumers; meanwhile, only the newest reading of each register is kept.
 */
final class ChangeQueue implements AutoCloseable {

    /** At most one consumer per register waits, so clearing a queue of this size releases them all. */
    private static final int CAPACITY = RegisterScan.REGISTERS;

    private final BlockingQueue<Change> changes = new ArrayBlockingQueue<>(CAPACITY);
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
        StopSignal signal = new StopSignal(this::end, ChangeQueue::halt);
        try (signal;
                view) {
            while (!ending) {
                view.show(changes.take());
            }
        } catch (InterruptedException e) {
            // A signal or the caller requested the end.
        }
    }

    private void end() {
        ending = true;
        mainThread.interrupt();
    }

    /** The exit code would otherwise be the signal's. */
    private static void halt() {
        Runtime.getRuntime().halt(ExitCode.ACCEPTED);
    }

    /** Releases the threads that wait to add a change. */
    @Override
    public void close() {
        ending = true;
        changes.clear();
    }
}
