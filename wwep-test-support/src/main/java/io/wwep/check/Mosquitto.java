package io.wwep.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A mosquitto broker on a free loopback port, which keeps nothing when it ends unless its settings say so, and its clients. */
public final class Mosquitto implements AutoCloseable {

    private static final String BROKER_PACKAGE = "mosquitto";
    private static final String CLIENTS_PACKAGE = "mosquitto-clients";

    /** Another program may get the free port before the broker does. */
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final List<String> settings;
    private final List<String> clientOptions;
    private final AtomicInteger subscribers = new AtomicInteger();
    private final int port;
    private Running running;

    private record Running(Process process, ProcessOutput output) {

        void kill() throws IOException {
            process.destroyForcibly().onExit().join();
            output.close();
            process.getOutputStream().close();
        }
    }

    /** Starts a broker that anyone may use. */
    public Mosquitto() throws IOException {
        this(List.of("allow_anonymous true"), List.of());
    }

    /**
     * Starts a broker.
     *
     * @param settings lines of its configuration besides the listener, such as {@code cafile ca.pem}
     * @param clientOptions options that its clients need, such as {@code --cafile}
     */
    public Mosquitto(List<String> settings, List<String> clientOptions) throws IOException {
        this.folder = Files.createTempDirectory("mosquitto");
        this.settings = settings;
        this.clientOptions = clientOptions;
        Broker broker = started(folder, settings);
        port = broker.port;
        running = broker.running;
    }

    private record Broker(int port, Running running) {}

    /**
     * Starts a broker over TLS that anyone may use. Its clients do not check its name.
     *
     * @param certificate its chain, as a file in PEM
     * @param ca the authority that its clients trust
     * @param more more lines of its configuration
     */
    public static Mosquitto overTls(Path certificate, Path key, Path ca, String... more) throws IOException {
        List<String> settings =
                new ArrayList<>(List.of("allow_anonymous true", "certfile " + certificate, "keyfile " + key));
        settings.addAll(List.of(more));
        return new Mosquitto(settings, List.of("--cafile", ca.toString(), "--insecure"));
    }

    private static Broker started(Path folder, List<String> settings) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int free = freePort();
            try {
                return new Broker(free, start(folder, settings, free));
            } catch (AssertionError e) {
                if (attempt == ATTEMPTS) {
                    RedisServer.delete(folder);
                    throw e;
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** Starts the broker again on its port, after {@link #kill}, with what its settings made it keep. */
    public void restart() throws IOException {
        running = start(folder, settings, port);
    }

    private static Running start(Path folder, List<String> settings, int port) throws IOException {
        List<String> lines = new ArrayList<>(List.of("listener " + port + " 127.0.0.1", "persistence false"));
        if (System.getProperty("user.name").equals("root")) {
            lines.add("user root"); // otherwise it could not read files of the test
        }
        lines.addAll(settings);
        Path file = Files.write(folder.resolve("mosquitto.conf"), lines);
        String program = Files.isExecutable(Path.of("/usr/sbin/mosquitto"))
                ? "/usr/sbin/mosquitto" // not in the path of every user
                : ForeignTool.require("mosquitto", BROKER_PACKAGE);
        Process process = new ProcessBuilder(program, "-v", "-c", file.toString())
                .redirectErrorStream(true)
                .start();
        Running running = new Running(process, new ProcessOutput(process.getInputStream()));
        try {
            running.output.await(text -> text.contains(" running"), "mosquitto running");
            return running;
        } catch (AssertionError e) {
            running.kill();
            throw e;
        }
    }

    /** Waits until the broker's log, since it was started last, contains this text. */
    public void awaitLog(String text) {
        var unused = running.output.await(all -> all.contains(text), text);
    }

    /** Kills the broker, as a crash would. */
    public void kill() throws IOException {
        running.kill();
    }

    /**
     * Subscribes with {@code mosquitto_sub -v}, which writes a line for each message: the topic, a space and the payload. The broker
     * has accepted the subscription on return.
     *
     * @param options such as {@code -F} with a format
     */
    public Program subscribe(String filter, String... options) throws IOException {
        return subscribeAs("sub-" + subscribers.incrementAndGet(), filter, options);
    }

    /** Subscribes with this client id. */
    public Program subscribeAs(String clientId, String filter, String... options) throws IOException {
        List<String> command = client("mosquitto_sub");
        command.addAll(List.of("-i", clientId, "-v", "-q", "1", "-t", filter));
        command.addAll(List.of(options));
        Program subscriber = Program.start(folder, Map.of(), command);
        String accepted = "Sending SUBACK to " + clientId + "\n";
        try {
            awaitLog(accepted);
            return subscriber;
        } catch (AssertionError e) {
            subscriber.close();
            throw e;
        }
    }

    /** Publishes with {@code mosquitto_pub}, with QoS 1, and waits for the acknowledgment. */
    public void publish(String topic, String payload, String... options) throws IOException {
        publish(topic, List.of("-m", payload), options);
    }

    /** Publishes the content of a file. */
    public void publish(String topic, Path payload) throws IOException {
        publish(topic, List.of("-f", payload.toString()));
    }

    private void publish(String topic, List<String> payload, String... options) throws IOException {
        List<String> command = client("mosquitto_pub");
        command.addAll(List.of("-q", "1", "-t", topic));
        command.addAll(payload);
        command.addAll(List.of(options));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        client.getOutputStream().close();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (client.onExit().join().exitValue() != 0) {
            throw new AssertionError("mosquitto_pub failed: " + said);
        }
    }

    private List<String> client(String program) {
        List<String> command = new ArrayList<>(
                List.of(ForeignTool.require(program, CLIENTS_PACKAGE), "-h", "127.0.0.1", "-p", "" + port));
        command.addAll(clientOptions);
        return command;
    }

    @Override
    public void close() throws IOException {
        kill();
        RedisServer.delete(folder);
    }
}
