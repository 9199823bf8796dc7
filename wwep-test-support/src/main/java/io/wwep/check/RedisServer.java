package io.wwep.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A redis-server of its own, on a free port of this machine, that keeps nothing. */
public final class RedisServer implements AutoCloseable {

    private final String program = ForeignTool.require("redis-server", "redis-server");
    private final List<String> options;
    private final int port;
    private Process process;

    /** With these options too. */
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
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Ready to accept connections")) {
                return started;
            }
        }
        throw new IOException("redis-server did not start:\n" + said);
    }

    /** Its address. */
    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** Starts it again, empty, after it was closed. */
    public void startAgain() throws IOException {
        process = start();
    }

    /** Lets it answer no more, until it goes on. */
    public void stall() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it answer again. */
    public void goOn() throws IOException, InterruptedException {
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
