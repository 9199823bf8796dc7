package io.wwep.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command stop in good order when Ctrl-C or SIGTERM ends the process: the process waits until this is closed, for
 * at most 3 s.
 */
final class StopSignal implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 3;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Waits for a signal from now on.
     *
     * @param stop asks the command to stop; called by another thread when a signal arrives
     * @param then called after the command has stopped; the process then ends with the signal's exit code
     */
    StopSignal(Runnable stop, Runnable then) {
        hook = new Thread(
                () -> {
                    stop.run();
                    awaitStopped();
                    then.run();
                },
                "wwep-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void awaitStopped() {
        try {
            var unused = stopped.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
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
