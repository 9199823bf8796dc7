package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import io.wwep.gateway.OutboxArrivals.RegisterValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The gateway of a crash test, which is killed and started again with the same outbox, and what it has printed so far. Thread-safe. */
final class OutboxCrashGateway implements AutoCloseable {

    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Path folder;
    private final int[] asked = new int[OutboxCrashProgram.REGISTERS];
    private final int[] accepted = new int[OutboxCrashProgram.REGISTERS];
    private final List<RegisterValue> expired = new ArrayList<>();
    private long allExpired;
    private final List<String> unexpected = new ArrayList<>();

    /** Of each register, values above this one are new, and whether one of those has expired. */
    private int[] newAfter = new int[OutboxCrashProgram.REGISTERS];

    private boolean hasNewExpired;
    private long writes;
    private long nanos;
    private long firstWrite;
    private boolean isWriting;
    private boolean isRunning;
    private @Nullable Process process;
    private @Nullable Thread reader;

    OutboxCrashGateway(Path folder) {
        this.folder = folder;
    }

    /** Returns how many writes were accepted. */
    synchronized long writes() {
        return writes;
    }

    /** Returns the writes that have expired since the last call. */
    synchronized List<RegisterValue> takeExpired() {
        List<RegisterValue> taken = List.copyOf(expired);
        expired.clear();
        return taken;
    }

    /** Starts to write to the server at a port. */
    synchronized void start(int port) throws IOException {
        Process started = program(
                port,
                IntStream.of(asked).mapToObj(last -> Integer.toString(last + 1)).toList());
        process = started;
        isRunning = true;
        isWriting = false;
        reader = new Thread(() -> read(started.inputReader()), "gateway-output");
        reader.start();
    }

    /** Reads all the time, so that the gateway never waits for the test. */
    private void read(BufferedReader output) {
        try (output) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                note(line);
            }
        } catch (IOException | RuntimeException e) {
            unexpected(e.toString());
        }
        ended();
    }

    private synchronized void ended() {
        isRunning = false;
        notifyAll();
    }

    private synchronized void unexpected(String line) {
        unexpected.add(line);
    }

    private synchronized void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            if (!line.matches("[?!x]?[ 0-9]*")) { // which a kill has cut off
                unexpected(line);
            }
            return;
        }
        int register = Integer.parseInt(words[1]);
        int value = Integer.parseInt(words[2]);
        switch (words[0]) {
            case "?" -> asked[register] = Math.max(asked[register], value);
            case "!" -> {
                accepted[register] = value;
                writes++;
                firstWrite = isWriting ? firstWrite : System.nanoTime();
                isWriting = true;
            }
            case "x" -> {
                expired.add(new RegisterValue(register, value));
                allExpired++;
                hasNewExpired |= value > newAfter[register];
            }
            default -> unexpected(line);
        }
        notifyAll();
    }

    /** Waits until this number of further writes is accepted. */
    synchronized void awaitWrites(int more) throws Exception {
        long end = writes + more;
        await(() -> writes >= end);
    }

    /** Waits until a write has expired that was not made yet. */
    synchronized void awaitExpiry() throws Exception {
        newAfter = asked.clone();
        hasNewExpired = false;
        await(() -> hasNewExpired);
    }

    private synchronized void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(isRunning && System.nanoTime() - end < 0)
                    .as("the gateway works until it is killed: %s %s", unexpected, log())
                    .isTrue();
            wait(TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS));
        }
    }

    /** Sends SIGKILL, and reads what is left of its output. */
    void kill() throws Exception {
        close();
        synchronized (this) {
            assertThat(unexpected).isEmpty();
            nanos += isWriting ? System.nanoTime() - firstWrite : 0;
        }
    }

    /** Has a gateway send what the outbox still has, a minute later by its clock. */
    void flushTo(int port) throws IOException {
        Process flushing = program(port, List.of());
        try (BufferedReader lines = flushing.inputReader()) {
            assertThat(lines.lines()).containsExactly("flushed: true");
        } finally {
            flushing.destroyForcibly().onExit().join();
        }
    }

    /**
     * Checks the values that stay valid.
     *
     * @param find the value of a register in the server, or 0
     */
    synchronized void assertNoLastValueIsLost(IntFunction<Integer> find) {
        for (int register = 0; register < OutboxCrashProgram.REGISTERS; register++) {
            int least = OutboxCrashProgram.isShort(register) ? 0 : accepted[register];
            assertThat(find.apply(register)).as("register %02X", register).isBetween(least, asked[register]);
        }
    }

    /** The figures of a test, as text. */
    synchronized String figures(OutboxArrivals arrivals) {
        return writes + " writes accepted, " + writes * 1_000_000_000L / Math.max(1, nanos) + " a second, "
                + arrivals.count()
                + " arrived, " + allExpired
                + " expired: no accepted last value lost, none older over a newer one, none sent after its expiry";
    }

    private Process program(int port, List<String> more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(folder.resolve("outbox.db").toString(), Integer.toString(port)));
        arguments.addAll(more);
        return new ProcessBuilder(JavaProgram.command(
                        folder, List.of(), OutboxCrashProgram.class, arguments.toArray(String[]::new)))
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    @Override
    public void close() {
        Process running;
        Thread reading;
        synchronized (this) {
            running = process;
            reading = reader;
        }
        if (running == null || reading == null) {
            return;
        }
        running.toHandle().destroyForcibly(); // unlike that of the process, leaves the output open
        running.onExit().join();
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
