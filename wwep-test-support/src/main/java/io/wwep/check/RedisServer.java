package io.wwep.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A new redis-server without persistence, on a free local port. */
public final class RedisServer implements AutoCloseable {

    private final String program = ForeignTool.require("redis-server", "redis-server");
    private final List<String> options;
    private final int port;
    private Process process;

    /** Starts the server with additional options. */
    public RedisServer(String... options) throws IOException {
        this.options = List.of(options);
        this.port = freePort();
        this.process = start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(program, "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        command.addAll(options);
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = started.inputReader();
        StringBuilder log = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.append(line).append('\n');
            if (line.contains("Ready to accept connections")) {
                return started;
            }
        }
        throw new IOException("redis-server did not start:\n" + log);
    }

    /** Returns its address. */
    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Returns its port. */
    public int port() {
        return port;
    }

    /** Restarts the server, empty, after it was closed. */
    public void restart() throws IOException {
        process = start();
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

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
