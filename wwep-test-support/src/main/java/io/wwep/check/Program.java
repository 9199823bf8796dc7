package io.wwep.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in a separate process, which ends with the test. */
public final class Program implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 60;

    /**
     * The result of a program.
     *
     * @param out its standard output
     * @param err its standard error
     */
    public record Ended(int exitCode, String out, String err) {}

    private final Process process;
    private final ProcessOutput out;
    private final ProcessOutput err;

    private Program(Process process) {
        this.process = process;
        this.out = new ProcessOutput(process.getInputStream());
        this.err = new ProcessOutput(process.getErrorStream());
    }

    /** Starts a program; environment variables with an empty value are unset. */
    public static Program start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        Process process = builder.start();
        process.getOutputStream().close();
        return new Program(process);
    }

    /** Waits for the next line of its standard output. */
    public String nextLine() {
        return next(out);
    }

    /** Waits for the next line of its standard error. */
    public String nextErrorLine() {
        return next(err);
    }

    /** Adds the standard error of a program that ended unexpectedly to the failure. */
    private String next(ProcessOutput stream) {
        try {
            return stream.nextLine();
        } catch (AssertionError e) {
            String state = process.isAlive() ? "still runs" : "ended with " + process.exitValue();
            throw new AssertionError(
                    e.getMessage() + "; the program " + state + ", and on standard error it wrote '" + err.text() + "'",
                    e);
        }
    }

    /** Sends SIGTERM through the handle, because the process object would close its output at once. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends a signal by its name, such as {@code STOP}, {@code CONT} or {@code KILL}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    /** Waits for its end. */
    public Ended await() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + process.info());
        }
        out.close();
        err.close();
        return new Ended(process.exitValue(), out.text(), err.text());
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
