package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Contender;
import io.wwep.benchmarks.measure.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A whole process, from its start to the first line that it prints.
 *
 * @param expected that line
 */
record ProcessContender(String name, List<String> command, String expected) implements Contender {

    @Override
    public Timing run(int operations) throws Exception {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            long nanos = System.nanoTime() - begun;
            if (!expected.equals(line)) {
                throw new IOException(name + " got no reply when it was started cold: " + line);
            }
            return Timing.together(nanos, 1);
        } finally {
            // How long it takes to end is not what this is about, but it must not run into the next one's time.
            process.waitFor();
        }
    }

    @Override
    public void close() {
        // Each process has ended.
    }
}
