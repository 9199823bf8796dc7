package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Contender;
import io.wwep.benchmarks.measure.Timing;
import io.wwep.benchmarks.process.LimitedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Measures a whole process, from its start to its first line of output. It runs in an empty folder, which is deleted at
 * the end.
 */
final class ProcessContender implements Contender {

    private final String name;
    private final List<String> command;
    private final String expected;
    private final Duration limit;

    /** Receives what a crash may leave, such as a core dump, which does not belong in the checkout. */
    private final TemporaryFolder folder = new TemporaryFolder();

    /**
     * Creates a contender; starts nothing yet.
     *
     * @param command with absolute paths
     * @param expected the first line
     */
    ProcessContender(String name, List<String> command, String expected) throws IOException {
        this(name, command, expected, LimitedProcess.STEP);
    }

    ProcessContender(String name, List<String> command, String expected, Duration limit) throws IOException {
        this.name = name;
        this.command = List.copyOf(command);
        this.expected = expected;
        this.limit = limit;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Timing run(int operations) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        long started = System.nanoTime();
        try (LimitedProcess process = LimitedProcess.start(builder, limit)) {
            String line = process.output().readLine();
            long nanos = System.nanoTime() - started;
            // The time to end is not measured, but it must not overlap the next run.
            int exitCode = process.waitFor();
            if (!expected.equals(line)) {
                throw new IOException("it printed " + line + " and ended with exit code " + exitCode);
            }
            return Timing.together(nanos, 1);
        } catch (IOException e) {
            throw new IOException(name + " got no reply after a cold start: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
