package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server at random moments while clients write. After each restart, every register must have its last
 * acknowledged value or one sent later.
 *
 * <p>{@code -Dwwep.crash.kills=200} sets the number of kills, {@code -Dwwep.crash.seed=7} chooses other moments.
 */
class CrashTest {

    private static final int KILLS = Integer.getInteger("wwep.crash.kills", 5);
    private static final long SEED = Long.getLong("wwep.crash.seed", 1);
    private static final int PROGRESS_AFTER = 20;
    private static final int WRITERS = 8;
    private static final int REGISTERS = 16;
    private static final int MAX_WRITES = 4_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final List<Writer> writers = new ArrayList<>();
    private final Semaphore acknowledgements = new Semaphore(0);
    private long read;
    private long newer;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // the number of kills is configurable
    void acknowledgedWritesSurviveEveryKill() throws Exception {
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer(i, SEED * WRITERS + i));
        }
        for (int kill = 1; kill <= KILLS; kill++) {
            try (Server server = new Server()) {
                check(server, kill);
                writeUntilKilled(server);
            }
            if (kill % PROGRESS_AFTER == 0) {
                System.out.println("so far " + figures(kill));
            }
        }
        try (Server server = new Server()) {
            check(server, KILLS + 1);
        }
        System.out.println("crash: " + figures(KILLS));
        assertThat(acknowledged()).isGreaterThan(KILLS);
    }

    /** Kills the server after a random number of acknowledged writes, independent of any clock. */
    private void writeUntilKilled(Server server) throws Exception {
        acknowledgements.drainPermits();
        List<Thread> threads = new ArrayList<>();
        for (Writer writer : writers) {
            Thread thread = new Thread(() -> writer.writeTo(server), "writer-" + writer.device);
            thread.start();
            threads.add(thread);
        }
        boolean acknowledged = acknowledgements.tryAcquire(1 + random.nextInt(MAX_WRITES), 60, TimeUnit.SECONDS);
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(acknowledged).as("the server serves until it is killed").isTrue();
    }

    private void check(Server server, int start) throws WwepException {
        try (WwepClient client = server.client()) {
            for (Writer writer : writers) {
                for (int register = 0; register < REGISTERS; register++) {
                    int found = client.find(writer.device, register).orElse(-1);
                    assertThat(found)
                            .as(
                                    "register %02X of device %04X at start %d, seed %d",
                                    register, writer.device, start, SEED)
                            .isBetween(writer.acknowledged[register], writer.sent[register]);
                    read++;
                    if (found > writer.acknowledged[register]) {
                        newer++;
                    }
                    writer.acknowledged[register] = found;
                    writer.sent[register] = found;
                }
            }
        }
    }

    private long acknowledged() {
        return writers.stream().mapToLong(writer -> writer.count).sum();
    }

    private String figures(int kills) {
        return kills + " kills, " + acknowledged() + " writes acknowledged by " + WRITERS + " writers, " + read
                + " registers read after restarts: none lost, " + newer
                + " with a later value that was not yet acknowledged";
    }

    /** Increments the registers of one device, by single writes or in batches. */
    private final class Writer {

        private final int device;
        private final Random choice;
        private final int[] sent = new int[REGISTERS];
        private final int[] acknowledged = new int[REGISTERS];
        private long count;

        Writer(int device, long seed) {
            this.device = device;
            this.choice = new Random(seed);
            Arrays.fill(sent, -1);
            Arrays.fill(acknowledged, -1);
        }

        /** Writes until the server is gone. */
        void writeTo(Server server) {
            try (WwepClient client = server.client()) {
                while (true) {
                    int atOnce = device % 2 == 0 ? 1 : 1 + choice.nextInt(20);
                    List<WwepRequest> requests = new ArrayList<>();
                    for (int i = 0; i < atOnce; i++) {
                        int register = choice.nextInt(REGISTERS);
                        sent[register]++;
                        requests.add(WwepRequest.write(device, register, sent[register]));
                    }
                    for (WwepReply reply : client.exchangeAll(requests)) {
                        WwepReply.Accepted echo = reply.verify();
                        acknowledged[echo.register()] = echo.value();
                        count++;
                        acknowledgements.release();
                    }
                }
            } catch (WwepException e) {
                // Requests in flight may or may not have been executed.
            }
        }
    }

    /** The server process. Each one opens the file of its predecessors. */
    private final class Server implements AutoCloseable {

        private final Process process;
        private final int port;

        Server() throws IOException {
            Path log = folder.resolve("log");
            process = new ProcessBuilder(JavaProgram.command(
                            folder,
                            List.of(),
                            CrashProgram.class,
                            folder.resolve("registers").toString()))
                    .redirectError(log.toFile())
                    .start();
            String line = process.inputReader().readLine();
            if (line == null) {
                throw new IOException("the server did not start: " + Files.readString(log));
            }
            port = Integer.parseInt(line);
        }

        WwepClient client() {
            return WwepClient.create("127.0.0.1")
                    .port(port)
                    .mode(ConnectionMode.PERSISTENT)
                    .replyTimeout(Duration.ofSeconds(20))
                    .build();
        }

        /** Sends SIGKILL, which the process cannot handle. */
        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
