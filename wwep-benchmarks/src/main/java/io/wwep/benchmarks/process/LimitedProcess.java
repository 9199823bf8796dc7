package io.wwep.benchmarks.process;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that is killed if it exceeds a time limit, so that one that hangs does not hold up the whole run. The processes that it
 * has started are killed too: they could keep its output open.
 */
public final class LimitedProcess implements Closeable {

    /** The limit of a row: many times what the longest one takes. */
    public static final Duration ROW = Duration.ofMinutes(20);

    /** The limit of a process of which a row starts many. It ends before the row does, so that the row can say what hung. */
    public static final Duration STEP = ROW.dividedBy(10);

    private final Process process;
    private final BufferedReader output;
    private final Duration limit;
    private volatile boolean killed;

    private LimitedProcess(Process process, Duration limit) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.limit = limit;
    }

    /** Starts a process, which has this much time. */
    public static LimitedProcess start(ProcessBuilder builder, Duration limit) throws IOException {
        LimitedProcess started = new LimitedProcess(builder.start(), limit);
        Thread watch = new Thread(started::enforceLimit, "process-limit");
        watch.setDaemon(true);
        watch.start();
        return started;
    }

    private void enforceLimit() {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                killed = true;
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no one interrupts this thread
        }
    }

    private void kill() {
        // Once it has ended, its children are no longer known as such.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // The process object would close its output at once, which is an error for the thread that reads it.
        process.toHandle().destroyForcibly();
    }

    /** Returns its standard output, which ends when it is killed. */
    public BufferedReader output() {
        return output;
    }

    /**
     * Waits for its end and returns its exit code.
     *
     * @throws IOException if it exceeded the limit
     */
    public int waitFor() throws IOException, InterruptedException {
        int exitCode = process.waitFor();
        if (killed) {
            throw new IOException("a process was still running after " + limit.toSeconds() + " s, so it was killed");
        }
        return exitCode;
    }

    /** Kills it if it is still running. */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            kill();
        }
        output.close();
    }
}
