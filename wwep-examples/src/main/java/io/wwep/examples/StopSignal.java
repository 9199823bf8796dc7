package io.wwep.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command stop in good order when Ctrl-C or SIGTERM ends the process: the process waits until this is closed, for
 * at most 3 s. After 2 s it interrupts the command, which may wait for a silent server.
 */
final class StopSignal implements AutoCloseable {

    private static final long INTERRUPT_AFTER_SECONDS = 2;
    private static final long END_AFTER_SECONDS = 1;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Waits for a signal from now on. The command runs on this thread.
     *
     * @param stop asks the command to stop; called by another thread when a signal arrives
     * @param then called after the command has stopped; the process then ends with the signal's exit code
     */
    StopSignal(Runnable stop, Runnable then) {
        Thread command = Thread.currentThread();
        hook = new Thread(
                () -> {
                    stop.run();
                    awaitStopped(command);
                    then.run();
                },
                "wwep-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void awaitStopped(Thread command) {
        try {
            if (!stopped.await(INTERRUPT_AFTER_SECONDS, TimeUnit.SECONDS)) {
                command.interrupt();
                var unused = stopped.await(END_AFTER_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is already running.
        }
    }
}
