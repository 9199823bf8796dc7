package io.wwep.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A redis-server on free ports of this machine, that keeps nothing but what is in its temporary folder. */
public final class RedisServer implements AutoCloseable {

    /** Redis adds this to a port for the bus of a cluster. */
    private static final int BUS = 10_000;

    private final String program = ForeignTool.require("redis-server", "redis-server");
    private final Path folder;
    private final List<String> options;
    private final int port;

    /** Reads what it prints, so that it never waits for a reader. The same thread also after it was started again. */
    private final ExecutorService reader = Executors.newSingleThreadExecutor();

    private Process process;

    /** Starts the server with additional options. */
    public RedisServer(String... options) throws IOException {
        this(freePort(), options);
    }

    /** On this port, which was free just now. With {@code --port 0} the port is one for something else, such as TLS. */
    public RedisServer(int port, String... options) throws IOException {
        this.options = List.of(options);
        this.port = port;
        this.folder = Files.createTempDirectory("redis");
        start(List.of());
    }

    /** Skips the test where redis-server is built without TLS, which it is by default. */
    public static void requireTls() throws IOException {
        // Without TLS the option itself is unknown; with it, the program ends because there is no certificate.
        Process server = new ProcessBuilder(
                        ForeignTool.require("redis-server", "redis-server"),
                        "--port",
                        "0",
                        "--tls-port",
                        "" + freePort())
                .redirectErrorStream(true)
                .start();
        server.getOutputStream().close();
        String said = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        server.onExit().join();
        Required.that(!said.contains("Bad directive"), "redis-server is built without TLS");
    }

    /** A port that is free, and so is the one of the cluster's bus that belongs to it. */
    public static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket bus = new ServerSocket()) {
                int port = socket.getLocalPort();
                if (port + BUS > 0xFFFF) {
                    continue;
                }
                bus.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + BUS));
                return port;
            } catch (BindException e) {
                // That bus is not free: another port.
            }
        }
    }

    private void start(List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program,
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--repl-diskless-sync-delay",
                "0",
                "--dir",
                folder.toString()));
        command.addAll(options);
        command.addAll(more);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        BufferedReader output = process.inputReader();
        reader.execute(() -> read(output, ready));
        try {
            ready.join();
        } catch (CompletionException e) {
            close();
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void read(BufferedReader output, CompletableFuture<Void> ready) {
        StringBuilder said = new StringBuilder("redis-server did not start:\n");
        try (output) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains("Ready to accept connections")) {
                    ready.complete(null);
                } else if (!ready.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        ready.completeExceptionally(new IOException(said.toString()));
    }

    /** Returns its address. */
    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Returns its port. */
    public int port() {
        return port;
    }

    /** Kills it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Starts it again, empty, after it was killed, with these options more. */
    public void restart(String... more) throws IOException {
        start(List.of(more));
    }

    /** Suspends the server until {@link #resume}. */
    public void stall() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Resumes the server. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, "" + process.pid()).start().waitFor();
    }

    /** What {@code redis-cli} prints for a command, without the end of the last line. */
    public String cli(String... command) throws IOException {
        return cli(port, List.of(), command);
    }

    /** The same for several commands over one connection, a line each. */
    public String session(String... lines) throws IOException {
        return cli(port, List.of(lines));
    }

    static String cli(int port, List<String> input, String... command) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(ForeignTool.require("redis-cli", "redis-tools"), "-h", "127.0.0.1", "-p", "" + port));
        line.addAll(List.of(command));
        Process cli = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (Writer commands = cli.outputWriter()) {
            commands.write(String.join("\n", input));
        }
        String answer = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        cli.onExit().join();
        return answer.strip();
    }

    @Override
    public void close() {
        kill();
        reader.shutdown();
        delete(folder);
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
