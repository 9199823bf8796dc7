package io.wwep.benchmarks.lab;

import io.wwep.benchmarks.process.JavaCommand;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./wwep lab} in its process, on free ports. */
final class LabProcess implements Closeable {

    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+) and .*");
    private static final int CLOSE_SECONDS = 10;

    private final Process process;
    private final InetSocketAddress plain;
    private final InetSocketAddress page;

    LabProcess(Path home) throws IOException {
        Path jar = home.resolve("wwep-examples").resolve("target").resolve("wwep-examples.jar");
        process = new ProcessBuilder(JavaCommand.of(
                        "-XX:+UseSerialGC", // as ./wwep does
                        "-jar",
                        jar.toString(),
                        "lab",
                        "--port=0",
                        "--tls-port=0",
                        "--web-port=0"))
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String listening = output.readLine();
        Matcher matcher = LISTENING.matcher(String.valueOf(listening));
        if (!matcher.matches()) {
            process.destroy();
            throw new IOException("the lab did not start: " + listening);
        }
        plain = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(1)));
        URI shown = URI.create(output.readLine().replace("page: ", ""));
        page = new InetSocketAddress(InetAddress.getLoopbackAddress(), shown.getPort());
    }

    /** Returns the plain port of the register server. */
    InetSocketAddress plain() {
        return plain;
    }

    InetSocketAddress page() {
        return page;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
