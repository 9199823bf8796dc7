package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Contender;
import io.wwep.benchmarks.measure.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A whole process, from its start to the first line that it prints. It runs in an empty folder, which is deleted in the end. */
final class ProcessContender implements Contender {

    private final String name;
    private final List<String> command;
    private final String expected;

    /** Where a JVM that crashes leaves its report: not in the checkout. */
    private final TemporaryFolder folder = new TemporaryFolder();

    /**
     * Starts nothing yet.
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
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            long nanos = System.nanoTime() - begun;
            if (!expected.equals(line)) {
                throw new IOException(name + " got no reply when it was started cold: it printed " + line
                        + " and ended with exit code " + process.waitFor());
            }
            return Timing.together(nanos, 1);
        } finally {
            // How long it takes to end is not what this is about, but it must not run into the next one's time.
            process.waitFor();
        }
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
