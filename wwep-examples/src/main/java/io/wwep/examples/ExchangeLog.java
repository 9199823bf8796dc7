package io.wwep.examples;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Appends a line to a file for each exchange. Safe for use by several threads. */
final class ExchangeLog implements Closeable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Screen screen;
    private final Path file;
    private @Nullable BufferedWriter writer;

    private ExchangeLog(Screen screen, Path file, BufferedWriter writer) {
        this.screen = screen;
        this.file = file;
        this.writer = writer;
    }

    static ExchangeLog open(Screen screen, Path file) {
        try {
            return new ExchangeLog(
                    screen, file, Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new BadUsageException("--log: cannot write to " + file + ": " + NewFiles.reason(e));
        }
    }

    /** Adds a line that starts with the time in UTC. It is in the file after the next {@link #flush}. */
    void add(String text) {
        String line = Instant.now().truncatedTo(ChronoUnit.MILLIS) + "  " + text;
        write(to -> {
            to.write(line);
            to.newLine();
        });
    }

    void flush() {
        write(BufferedWriter::flush);
    }

    @FunctionalInterface
    private interface Step {
        void on(BufferedWriter writer) throws IOException;
    }

    /** Ends the log, but not the server, when the disk is full. */
    private void write(Step step) {
        lock.lock();
        try {
            if (writer != null) {
                step.on(writer);
            }
        } catch (IOException e) {
            writer = null; // the file stays open until the program ends
            screen.note("exchanges are no longer logged: cannot write to " + file + ": " + NewFiles.reason(e));
        } finally {
            lock.unlock();
        }
    }

    /** Closes the file; later lines are dropped. */
    @Override
    public void close() {
        write(to -> {
            writer = null;
            to.close();
        });
    }
}
