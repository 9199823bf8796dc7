package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.process.JavaCommand;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts servers on first use, and stops them all. They inherit the CPU affinity of this process. */
public final class Servers implements Closeable {

    /** The round trip through a relay: 10 ms in each direction. */
    public static final Duration ROUND_TRIP = Duration.ofMillis(20);

    /** More than any row needs; the default of redis-server is 10,000. */
    private static final int MAX_CLIENTS = 12_000;

    private final Path certificates;
    private final Map<ServerKind, RunningServer> running = new EnumMap<>(ServerKind.class);
    private final Map<ServerKind, RunningServer> relays = new EnumMap<>(ServerKind.class);
    private @Nullable RunningServer silent;

    /**
     * Creates the servers; starts nothing yet.
     *
     * @param certificates the folder of the demo certificates
     */
    public Servers(Path certificates) {
        this.certificates = certificates;
    }

    /** Returns why there is no such server on this machine; empty if there is one. */
    public static Optional<String> unsupportedReason(ServerKind kind) {
        return kind == ServerKind.REDIS && redis().isEmpty() ? Optional.of("no redis-server") : Optional.empty();
    }

    /** Returns the address of the server, and its authority. */
    public Target target(ServerKind kind, boolean tls) throws IOException {
        RunningServer server = running.get(kind);
        if (server == null) {
            server = kind == ServerKind.REDIS ? startRedis() : startProgram(kind.name(), certificates.toString());
            running.put(kind, server);
        }
        return tls ? new Target(server.ports.get(1), ca()) : new Target(server.ports.get(0), null);
    }

    private Path ca() {
        return certificates.resolve("wwep-demo-root-ca.pem");
    }

    /** Returns the address of a relay that puts the server {@link #ROUND_TRIP} away. Plain TCP. */
    public Target behindRelay(ServerKind kind) throws IOException {
        return behindRelay(kind, ROUND_TRIP);
    }

    /** Returns the address of a relay that puts the server this far away. A server has one relay, the first asked for. Plain TCP. */
    public Target behindRelay(ServerKind kind, Duration roundTrip) throws IOException {
        RunningServer relay = relays.get(kind);
        if (relay == null) {
            relay = startProgram(
                    ServerProgram.RELAY,
                    String.valueOf(target(kind, false).port()),
                    String.valueOf(TimeUnit.NANOSECONDS.toMicros(roundTrip.toNanos()) / 2));
            relays.put(kind, relay);
        }
        return new Target(relay.ports.get(0), null);
    }

    /**
     * The ports of a {@link SilentServer}.
     *
     * @param ca the trusted authority for the port that stalls in the TLS handshake
     */
    public record Silent(int unanswered, int mute, int stalled, Path ca) {}

    /** Returns the ports of a server that never answers. */
    public Silent silent() throws IOException {
        RunningServer server = silent;
        if (server == null) {
            server = startProgram(ServerProgram.SILENT);
            silent = server;
        }
        return new Silent(server.ports.get(0), server.ports.get(1), server.ports.get(2), ca());
    }

    private static RunningServer startProgram(String... arguments) throws IOException {
        List<String> command =
                JavaCommand.of("-cp", System.getProperty("java.class.path"), ServerProgram.class.getName());
        command.addAll(List.of(arguments));
        RunningServer server = new RunningServer(command);
        server.ports = Stream.of(server.awaitLine("ports ").split(" ", -1))
                .skip(1)
                .map(Integer::valueOf)
                .toList();
        return server;
    }

    private static RunningServer startRedis() throws IOException {
        int port = freePort();
        String program =
                redis().orElseThrow(() -> new IOException("no redis-server")).toString();
        // redis-server does not end with its standard input, as our servers do, so the shell stops it.
        RunningServer server = new RunningServer(List.of(
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
                String.valueOf(MAX_CLIENTS)));
        server.ports = List.of(port);
        server.awaitLine("Ready to accept connections");
        return server;
    }

    /** Returns a port that was just free, since redis-server cannot pick one. */
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
        for (Map<ServerKind, RunningServer> kinds : List.of(relays, running)) {
            for (RunningServer server : kinds.values()) {
                server.close();
            }
            kinds.clear();
        }
    }

    /** A server process that ends with its standard input, also when this process is killed. */
    private static final class RunningServer implements Closeable {

        private final Process process;
        private final BufferedReader output;
        private List<Integer> ports = List.of();

        RunningServer(List<String> command) throws IOException {
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
            throw new IOException("a server ended before it was ready");
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
