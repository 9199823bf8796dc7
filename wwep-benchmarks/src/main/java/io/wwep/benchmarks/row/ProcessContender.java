package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Contender;
import io.wwep.benchmarks.measure.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Measures a whole process, from its start to its first line of output. It runs in an empty folder, which is deleted at
 * the end.
 */
final class ProcessContender implements Contender {

    private final String name;
    private final List<String> command;
    private final String expected;

    /** Receives the report of a crashed JVM, which does not belong in the checkout. */
    private final TemporaryFolder folder = new TemporaryFolder();

    /**
     * Creates a contender; starts nothing yet.
     *
     * @param command with absolute paths
     * @param expected the first line
     */
    ProcessContender(String name, List<String> command, String expected) throws IOException {
        this.name = name;
        this.command = List.copyOf(command);
        this.expected = expected;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Timing run(int operations) throws Exception {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            long nanos = System.nanoTime() - started;
            if (!expected.equals(line)) {
                throw new IOException(name + " got no reply after a cold start: it printed " + line
                        + " and ended with exit code " + process.waitFor());
            }
            return Timing.together(nanos, 1);
        } finally {
            // The time to end is not measured, but it must not overlap the next run.
            process.waitFor();
        }
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
