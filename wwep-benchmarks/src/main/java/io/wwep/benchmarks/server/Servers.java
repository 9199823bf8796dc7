package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Target;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts servers when they are first asked for, and ends them all. They run where this process is pinned to. */
public final class Servers implements Closeable {

    /** Through a relay: 10 ms each way. */
    public static final Duration ROUND_TRIP = Duration.ofMillis(20);

    /** More than any row connects; redis-server has 10,000 by default. */
    private static final int MOST_CLIENTS = 12_000;

    private final Path certificates;
    private final Map<ServerKind, Running> running = new EnumMap<>(ServerKind.class);
    private final Map<ServerKind, Running> relays = new EnumMap<>(ServerKind.class);
    private @Nullable Running silent;

    /**
     * Starts nothing yet.
     *
     * @param certificates the folder of the demo certificates
     */
    public Servers(Path certificates) {
        this.certificates = certificates;
    }

    /** Why there is no such server on this machine; empty if there is one. */
    public static Optional<String> lacks(ServerKind kind) {
        return kind == ServerKind.REDIS && redis().isEmpty() ? Optional.of("no redis-server") : Optional.empty();
    }

    /** Where the server listens, and what its certificate is checked by. */
    public Target target(ServerKind kind, boolean tls) throws IOException {
        Running server = running.get(kind);
        if (server == null) {
            server = kind == ServerKind.REDIS ? startRedis() : startProgram(kind.name(), certificates.toString());
            running.put(kind, server);
        }
        return tls ? new Target(server.ports.get(1), ca()) : new Target(server.ports.get(0), null);
    }

    private Path ca() {
        return certificates.resolve("wwep-demo-root-ca.pem");
    }

    /** Where a relay listens, behind which the server is {@link #ROUND_TRIP} away. Plain TCP. */
    public Target distant(ServerKind kind) throws IOException {
        Running relay = relays.get(kind);
        if (relay == null) {
            relay = startProgram(
                    ServerProgram.RELAY,
                    String.valueOf(target(kind, false).port()),
                    String.valueOf(ROUND_TRIP.toMillis() / 2));
            relays.put(kind, relay);
        }
        return new Target(relay.ports.get(0), null);
    }

    /**
     * The ports of a {@link SilentServer}.
     *
     * @param ca what the certificate of the one that stalls in the TLS handshake would be checked by
     */
    public record Silent(int unanswered, int mute, int stalled, Path ca) {}

    /** Where a server listens that leaves its clients waiting. */
    public Silent silent() throws IOException {
        Running server = silent;
        if (server == null) {
            server = startProgram(ServerProgram.SILENT);
            silent = server;
        }
        return new Silent(server.ports.get(0), server.ports.get(1), server.ports.get(2), ca());
    }

    private static Running startProgram(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServerProgram.class.getName()));
        command.addAll(List.of(arguments));
        Running server = new Running(command);
        server.ports = Stream.of(server.awaitLine("ports ").split(" ", -1))
                .skip(1)
                .map(Integer::valueOf)
                .toList();
        return server;
    }

    private static Running startRedis() throws IOException {
        int port = freePort();
        String program =
                redis().orElseThrow(() -> new IOException("no redis-server")).toString();
        // redis-server does not end with its standard input, as our own do: the shell sees to that.
        Running server = new Running(List.of(
                "sh",
                "-c",
                "\"$@\" & cat; kill $!",
                "sh",
                program,
                "--port",
                String.valueOf(port),
                "--bind",
                Target.HOST,
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no",
                "--maxclients",
                String.valueOf(MOST_CLIENTS)));
        server.ports = List.of(port);
        server.awaitLine("Ready to accept connections");
        return server;
    }

    /** Free a moment ago: redis-server cannot pick one itself. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, Target.host())) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> redis() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        if (silent != null) {
            silent.close();
            silent = null;
        }
        for (Map<ServerKind, Running> kinds : List.of(relays, running)) {
            for (Running server : kinds.values()) {
                server.close();
            }
            kinds.clear();
        }
    }

    /** Ends with its standard input, so also when this process is killed. */
    private static final class Running implements Closeable {

        private final Process process;
        private final BufferedReader output;
        private List<Integer> ports = List.of();

        Running(List<String> command) throws IOException {
            this.process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            this.output = process.inputReader(StandardCharsets.UTF_8);
        }

        String awaitLine(String with) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(with)) {
                    return line;
                }
            }
            close();
            throw new IOException("a server ended before it listened");
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            output.close();
        }
    }
}
