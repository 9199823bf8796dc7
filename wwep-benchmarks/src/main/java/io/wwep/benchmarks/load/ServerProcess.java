package io.wwep.benchmarks.load;

import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.process.JavaCommand;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link LoadServer} in its process, with figures from the system. */
public final class ServerProcess implements Closeable {

    private static final long TIMEOUT_SECONDS = 30;

    /**
     * The current resources of a process.
     *
     * @param residentKilobytes resident memory
     * @param descriptors open files, mostly connections
     */
    public record Figures(long residentKilobytes, int threads, int descriptors) {

        /** Reads the figures of a process. */
        public static Figures of(long process) throws IOException {
            Path system = Path.of("/proc", String.valueOf(process));
            if (!Files.isDirectory(system)) {
                throw new IOException("process " + process + " has ended, or this system has no /proc");
            }
            List<String> status = Files.readAllLines(system.resolve("status"));
            try (Stream<Path> descriptors = Files.list(system.resolve("fd"))) {
                return new Figures(
                        number(status, "VmRSS:"), (int) number(status, "Threads:"), (int) descriptors.count());
            }
        }
    }

    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final Thread logReader;
    private final List<String> log = new ArrayList<>();
    private final InetSocketAddress plain;
    private final InetSocketAddress tls;

    /** Starts it with the demo certificates of this folder, and waits until it listens. */
    public ServerProcess(Path certificates, int maxConnections, int idleSeconds) throws IOException {
        process = new ProcessBuilder(JavaCommand.of(
                        "-XX:+UseSerialGC", // as ./wwep server does
                        "-Dorg.slf4j.simpleLogger.log.io.wwep.server=info",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadServer.class.getName(),
                        certificates.toString(),
                        String.valueOf(maxConnections),
                        String.valueOf(idleSeconds)))
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        input = process.outputWriter(StandardCharsets.UTF_8);
        logReader = new Thread(this::readLog, "log-reader");
        logReader.setDaemon(true);
        logReader.start();
        String[] ports = answer("ports ").split(" ", -1);
        plain = new InetSocketAddress(Target.host(), Integer.parseInt(ports[0]));
        tls = new InetSocketAddress(Target.host(), Integer.parseInt(ports[1]));
    }

    private void readLog() {
        try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer(String prefix) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith(prefix)) {
            throw new IOException("the server printed '" + line + "' instead of '" + prefix + "'; its log: " + log());
        }
        return line.substring(prefix.length());
    }

    /** Returns the plain port's address. */
    public InetSocketAddress plain() {
        return plain;
    }

    /** Returns the TLS port's address. */
    public InetSocketAddress tls() {
        return tls;
    }

    /** Returns its log so far. */
    List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** Returns the bytes in use on its heap. */
    public long heap() throws IOException {
        input.write("\n");
        input.flush();
        return Long.parseLong(answer("heap "));
    }

    /** Returns its current resources. */
    public Figures figures() throws IOException {
        return Figures.of(process.pid());
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        input.close();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            logReader.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        output.close();
    }
}
