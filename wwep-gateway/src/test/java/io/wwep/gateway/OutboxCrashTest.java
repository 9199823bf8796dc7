package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Answer;
import io.wwep.testing.RecordedRequest;
import io.wwep.testing.WwepTestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a gateway at random moments while it adds 1,000 writes a second to its outbox and sends them through a relay
 * that cuts connections. Values only grow, so the server must never see a smaller one after a greater one of the same
 * register, and must have the last accepted value of each register in the end. The values of every second register
 * expire soon: what is left of them in the end must not be sent.
 *
 * <p>{@code -Dwwep.outbox.kills=200} sets the number of kills, {@code -Dwwep.outbox.crash.seed=7} chooses other moments.
 */
class OutboxCrashTest {

    private static final int KILLS = Integer.getInteger("wwep.outbox.kills", 4);
    private static final long SEED = Long.getLong("wwep.outbox.crash.seed", 1);
    private static final int MAX_WRITES = 1_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final int[] asked = new int[OutboxCrashProgram.REGISTERS];
    private final int[] accepted = new int[OutboxCrashProgram.REGISTERS];
    private final Map<Integer, Integer> newest = new HashMap<>();
    private final List<String> expired = new ArrayList<>();
    private final List<String> olderOverNewer = new ArrayList<>();
    private volatile boolean isFlushing;
    private long writes;
    private long arrived;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // the number of kills is configurable
    void noAcceptedLastValueIsLostAndNoOlderOneReplacesANewerOne() throws Exception {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.dispatcher(this::arrived);
            try (CuttingRelay relay = new CuttingRelay(server.port(), SEED)) {
                for (int kill = 0; kill < KILLS; kill++) {
                    writeUntilKilled(relay.port());
                }
            }
            isFlushing = true;
            assertThat(flush(server.port())).containsExactly("flushed: true");

            for (int register = 0; register < OutboxCrashProgram.REGISTERS; register++) {
                int found = server.find(0x0FAC, register).orElse(0);
                if (register % 2 == 0) {
                    assertThat(found)
                            .as("register %02X, seed %d", register, SEED)
                            .isBetween(accepted[register], asked[register]);
                }
            }
        }
        synchronized (this) {
            assertThat(olderOverNewer)
                    .as("older values over newer ones, seed %d", SEED)
                    .isEmpty();
            assertThat(expired).as("writes that arrived when they had expired").isEmpty();
            System.out.println("outbox: " + KILLS + " kills, " + writes + " writes accepted, " + arrived
                    + " arrived: no accepted last value lost, none older over a newer one, none sent after its expiry");
            assertThat(writes).isGreaterThan(KILLS);
        }
    }

    /** Notes a write on its arrival, before it is carried out. */
    private synchronized Answer arrived(RecordedRequest request) {
        if (request.request().orElse(null) instanceof WwepRequest.Write write) {
            arrived++;
            int register = write.register();
            int value = write.value();
            if (isFlushing && register % 2 != 0) {
                expired.add("register " + register + ": " + value);
            }
            int before = newest.getOrDefault(register, 0);
            if (value < before) {
                olderOverNewer.add("register " + register + ": " + value + " after " + before);
            }
            newest.put(register, value);
        }
        return Answer.asUsual();
    }

    private void writeUntilKilled(int port) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (int last : asked) {
            arguments.add(Integer.toString(last + 1));
        }
        Process process = start(port, arguments);
        int limit = 1 + random.nextInt(MAX_WRITES);
        int seen = 0;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[0].equals("?")) {
                    int register = Integer.parseInt(words[1]);
                    asked[register] = Math.max(asked[register], Integer.parseInt(words[2]));
                } else if (words.length == 3 && words[0].equals("!")) {
                    int register = Integer.parseInt(words[1]);
                    accepted[register] = Integer.parseInt(words[2]);
                    writes++;
                    seen++;
                    if (seen == limit) {
                        process.toHandle().destroyForcibly(); // SIGKILL; what it has printed can still be read
                    }
                } else {
                    assertThat(line).as("a line that the kill has cut off").matches("[?!][ 0-9]*");
                }
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
        assertThat(seen).as("the gateway runs until it is killed: " + log()).isGreaterThanOrEqualTo(limit);
    }

    private List<String> flush(int port) throws Exception {
        Process process = start(port, List.of());
        try (BufferedReader output = process.inputReader()) {
            return output.lines().toList();
        } finally {
            process.onExit().join();
        }
    }

    private Process start(int port, List<String> more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(folder.resolve("outbox.db").toString(), Integer.toString(port)));
        arguments.addAll(more);
        return new ProcessBuilder(JavaProgram.command(
                        folder,
                        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                        OutboxCrashProgram.class,
                        arguments.toArray(String[]::new)))
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
