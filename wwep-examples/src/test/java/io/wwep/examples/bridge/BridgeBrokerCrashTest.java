package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wwep.check.Mosquitto;
import io.wwep.check.Program;
import io.wwep.examples.bridge.config.MqttProtocol;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Answer;
import io.wwep.testing.RecordedRequest;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills the broker at random moments while 1,000 values a second change in the server and others are set by commands. All
 * values only grow, so a subscriber must never receive a smaller one after a greater one of the same register, and in the
 * end the broker must retain what the server has. A command whose result is {@code accepted} must have reached the server.
 *
 * <p>A broker without persistence comes back with nothing, so all it retains is published again. One with persistence comes
 * back with values that were old already: what it then sends as retained may be older than what a subscriber had, and is
 * replaced soon. What may be lost is a command that the broker had not passed on: its sender gets no result.
 *
 * <p>{@code -Dwwep.bridge.kills=50} sets the number of kills, {@code -Dwwep.bridge.crash.seed=7} chooses other moments.
 */
class BridgeBrokerCrashTest {

    private static final int KILLS = Integer.getInteger("wwep.bridge.kills", 2);
    private static final long SEED = Long.getLong("wwep.bridge.crash.seed", 1);
    private static final int MAX_VALUES = 1_000;

    private static final int BOILER = 0x0FAC;
    private static final String DEVICE = "wwep/boiler-1/";
    private static final String INSTANCE = DEVICE + "instance";

    /** Registers that change in the server; with {@link #EVERY}, 1,000 values a second are published. */
    private static final int VALUES = 50;

    private static final Duration EVERY = Duration.ofMillis(50);
    private static final long CHANGE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Registers that commands set, after those. */
    private static final int COMMANDS = 8;

    /** Less often than the bridge's limit of commands. */
    private static final long COMMAND_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Takes any connection for stable: else the bridge would suspect another client of ending three short ones in a row. */
    private static final Timing TIMING = new Timing(
            Duration.ofMinutes(1),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofMillis(1),
            Duration.ofMinutes(10));

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    // Written on the server's threads:
    private final Map<String, Integer> newestWritten = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private final List<String> olderOverNewer = new ArrayList<>();

    private final Map<String, Integer> newestReceived = new HashMap<>();
    private final Map<String, Integer> newestAccepted = new TreeMap<>();
    private long received;
    private long accepted;
    private volatile boolean isEnding;

    // Written on their threads:
    private int changes;
    private int commands;

    @ParameterizedTest
    @CsvSource({"false, V5", "true, V3_1_1"})
    @Timeout(value = 1, unit = TimeUnit.HOURS) // the number of kills is configurable
    void theBrokerEndsWithTheServersValuesAndNoOlderOneComesAfterANewerOne(boolean isPersistent, MqttProtocol protocol)
            throws Exception {
        try (Mosquitto broker = broker(isPersistent);
                WwepTestServer server = WwepTestServer.start();
                Program subscriber = broker.subscribe(DEVICE + "#", "-F", "%r %t %p")) {
            server.dispatcher(this::arrived);
            for (int i = 0; i < VALUES + COMMANDS; i++) {
                server.put(BOILER, i, 0);
            }
            TestConfig config = new TestConfig(broker.port(), server.client(), folder)
                    .protocol(protocol)
                    .profile(profile());
            try (Bridge bridge = Bridge.start(config.build(), TIMING)) {
                long begun = System.nanoTime();
                Thread changing = start("changes", () -> change(server));
                Thread commanding = start("commands", () -> command(broker));
                try {
                    for (int kill = 0; kill < KILLS; kill++) {
                        receive(subscriber, isPersistent);
                        broker.kill();
                        broker.restart();
                        awaitInstance(broker, subscriber, kill, isPersistent);
                    }
                    receive(subscriber, isPersistent);
                } finally {
                    isEnding = true;
                    changing.join();
                    commanding.join();
                }
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
                commandAllOnceMore(broker, subscriber, isPersistent);
                newestAccepted.forEach(
                        (name, value) -> assertThat(server.find(BOILER, Integer.parseInt(name.substring(1))))
                                .as(name)
                                .hasValue(value));
                Map<String, String> expected = expected(server);
                Eventually.state(() -> retained(broker, expected.keySet()), expected::equals);
                assertThat(bridge.mqttStatus()).startsWith("connected");
                synchronized (this) {
                    assertThat(olderOverNewer)
                            .as("older values over newer ones, seed %d", SEED)
                            .isEmpty();
                }
                System.out.println("bridge: " + KILLS + " kills of a broker " + (isPersistent ? "with" : "without")
                        + " persistence, " + protocol + ", seed " + SEED + ": " + changes + " changes in " + seconds
                        + " s, "
                        + received + " values received, " + accepted
                        + " commands with the result accepted: none older after a newer one, all of these commands in the"
                        + " server, and all retained values are the server's");
            }
        }
    }

    private Mosquitto broker(boolean isPersistent) throws IOException {
        // By default, a slow subscriber loses messages.
        List<String> settings = new ArrayList<>(List.of("allow_anonymous true", "max_queued_messages 0"));
        if (isPersistent) {
            settings.addAll(List.of(
                    "persistence true",
                    "persistence_location " + Files.createDirectory(folder.resolve("retained")) + "/",
                    "autosave_on_changes true",
                    "autosave_interval 100"));
        }
        return new Mosquitto(settings, List.of());
    }

    private static DeviceProfile profile() {
        List<ProfileEntry<?>> entries = new ArrayList<>();
        for (int i = 0; i < VALUES + COMMANDS; i++) {
            ProfileEntry<?> entry =
                    ProfileEntry.of(Register.uint16(i).named(name(i))).every(EVERY);
            entries.add(i < VALUES ? entry : entry.writable());
        }
        return DeviceProfile.of(entries.toArray(ProfileEntry<?>[]::new));
    }

    private static String name(int register) {
        return "r" + register;
    }

    private static Thread start(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.start();
        return thread;
    }

    private void change(WwepTestServer server) {
        long due = System.nanoTime();
        for (; !isEnding; changes++) {
            server.put(BOILER, changes % VALUES, 1 + changes / VALUES);
            due += CHANGE_NANOS;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private void command(Mosquitto broker) {
        for (; !isEnding; commands++) {
            try {
                command(broker, commands % COMMANDS, 1 + commands / COMMANDS);
            } catch (AssertionError e) {
                // The broker is not there.
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            LockSupport.parkNanos(COMMAND_NANOS);
        }
    }

    private static void command(Mosquitto broker, int number, int value) throws IOException {
        broker.publish(DEVICE + name(VALUES + number) + "/set", "" + value);
    }

    /** Sets each register once more. With the results of these commands, none is on its way any more. */
    private void commandAllOnceMore(Mosquitto broker, Program subscriber, boolean isPersistent) throws IOException {
        int last = 2 + commands / COMMANDS;
        Map<String, Integer> all = new TreeMap<>();
        for (int i = 0; i < COMMANDS; i++) {
            command(broker, i, last);
            all.put(name(VALUES + i), last);
        }
        while (!newestAccepted.equals(all)) {
            received(subscriber.nextLine(), isPersistent);
        }
    }

    /** Notes a command's write on its arrival at the server. */
    private synchronized Answer arrived(RecordedRequest request) {
        if (request.request().orElse(null) instanceof WwepRequest.Write write) {
            String name = name(write.register());
            written.add(name + " " + write.value());
            checkOrder(newestWritten, name, write.value());
        }
        return Answer.asUsual();
    }

    private synchronized void checkOrder(Map<String, Integer> newest, String name, int value) {
        int before = newest.getOrDefault(name, 0);
        if (value < before) {
            olderOverNewer.add(name + ": " + value + " after " + before);
        }
        newest.put(name, value);
    }

    /** Receives a random number of values, and the result of at least one command: so the bridge works in both directions. */
    private void receive(Program subscriber, boolean isPersistent) {
        long values = received + 1 + random.nextInt(MAX_VALUES);
        long results = accepted + 1;
        while (received < values || accepted < results) {
            received(subscriber.nextLine(), isPersistent);
        }
    }

    /** Receives until a message of the broker's present run comes. */
    private void awaitInstance(Mosquitto broker, Program subscriber, int number, boolean isPersistent)
            throws IOException {
        broker.publish(INSTANCE, "" + number, "-r");
        String line;
        do {
            line = subscriber.nextLine();
            received(line, isPersistent);
        } while (!line.endsWith(" " + INSTANCE + " " + number));
    }

    /** Checks a line of the subscriber: whether the message was retained, its topic and its payload. */
    private void received(String line, boolean isPersistent) {
        String[] words = line.split(" ", 3);
        String name = words[1].substring(DEVICE.length());
        boolean isRetained = words[0].equals("1");
        if (name.endsWith("/set/result")) {
            receivedResult(
                    name.substring(0, name.indexOf('/')),
                    JsonParser.parseString(words[2]).getAsJsonObject());
        } else if (name.matches("r\\d+") && !(isRetained && isPersistent)) {
            received += isRetained ? 0 : 1;
            checkOrder(newestReceived, name, Integer.parseInt(words[2]));
        }
    }

    private synchronized void receivedResult(String name, JsonObject result) {
        String word = result.get("result").getAsString();
        assertThat(word).isIn("accepted", "superseded");
        if (word.equals("accepted")) {
            int value = result.get("value").getAsInt();
            assertThat(written).contains(name + " " + value);
            newestAccepted.merge(name, value, Math::max);
            accepted++;
        }
    }

    /** Returns what the broker retains. */
    private static Map<String, String> retained(Mosquitto broker, Set<String> topics) {
        Map<String, String> retained = new TreeMap<>();
        Set<String> missing = new HashSet<>(topics);
        try (Program subscriber = broker.subscribe("wwep/#", "-F", "%r %t %p")) {
            while (!missing.isEmpty()) {
                String[] words = subscriber.nextLine().split(" ", 3);
                missing.remove(words[1]);
                if (words[0].equals("1") && topics.contains(words[1])) {
                    retained.put(words[1], words[2]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return retained;
    }

    private static Map<String, String> expected(WwepTestServer server) {
        Map<String, String> expected = new TreeMap<>();
        expected.put("wwep/bridge/state", "online");
        expected.put(DEVICE + "availability", "online");
        for (int i = 0; i < VALUES + COMMANDS; i++) {
            expected.put(DEVICE + name(i), "" + server.find(BOILER, i).orElseThrow());
            expected.put(DEVICE + name(i) + "/quality", "GOOD");
        }
        return expected;
    }
}
