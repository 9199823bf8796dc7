package io.wwep.benchmarks.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An {@link AbuseProgram}. */
final class AbuseProcess implements Closeable {

    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    /** Returns when its peers are there. */
    AbuseProcess(Abuse abuse, ServerProcess server, Path ca) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbuseProgram.class.getName(),
                        abuse.label(),
                        String.valueOf(server.plain().getPort()),
                        String.valueOf(server.tls().getPort()),
                        ca.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        input = process.outputWriter(StandardCharsets.UTF_8);
        expect("begun");
    }

    private String expect(String beginning) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith(beginning)) {
            process.destroyForcibly();
            throw new IOException("the abuse failed: it said '" + line + "'");
        }
        return line.substring(beginning.length()).strip();
    }

    /** Ends it, and tells how many peers there have been. */
    int end() throws IOException {
        input.close();
        return Integer.parseInt(expect("peers"));
    }

    @Override
    public void close() throws IOException {
        input.close();
        output.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
