package io.wwep.benchmarks.load;

import io.wwep.benchmarks.process.JavaCommand;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An {@link AbuseProgram} in its process. */
final class AbuseProcess implements Closeable {

    private static final int CLOSE_SECONDS = 10;

    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    /** Starts it and waits until its peers are connected. */
    AbuseProcess(Abuse abuse, ServerProcess server, Path ca) throws IOException {
        process = new ProcessBuilder(JavaCommand.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbuseProgram.class.getName(),
                        abuse.label(),
                        String.valueOf(server.plain().getPort()),
                        String.valueOf(server.tls().getPort()),
                        ca.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        input = process.outputWriter(StandardCharsets.UTF_8);
        expect("started");
    }

    private String expect(String prefix) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith(prefix)) {
            process.destroyForcibly();
            throw new IOException("the abuse failed: it printed '" + line + "'");
        }
        return line.substring(prefix.length()).strip();
    }

    /** Stops it and returns the number of peers so far. */
    int end() throws IOException {
        input.close();
        return Integer.parseInt(expect("peers"));
    }

    @Override
    public void close() throws IOException {
        input.close();
        output.close();
        try {
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
