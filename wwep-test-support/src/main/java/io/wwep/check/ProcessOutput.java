package io.wwep.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Collects the output of a process. Reads it to the end, so that the process never blocks on writing. */
public final class ProcessOutput implements AutoCloseable {

    /** Much longer than any program needs, even on a busy machine. */
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final StringBuilder output = new StringBuilder();
    private final Thread reader;
    private int nextLine;
    private boolean ended;

    /** Reads this stream as UTF-8. */
    public ProcessOutput(InputStream stream) {
        reader = new Thread(() -> read(stream), "output");
        reader.start();
    }

    /** Returns the output so far. */
    public synchronized String text() {
        return output.toString();
    }

    /** Waits until the output satisfies a condition. Returns all output. */
    public synchronized String await(Predicate<String> condition, String what) {
        await(() -> condition.test(text()), what);
        return text();
    }

    /** Waits for the next line and returns it. Copies no other output, of which there may be much. */
    public synchronized String nextLine() {
        await(() -> output.indexOf("\n", nextLine) >= 0, "another line");
        int end = output.indexOf("\n", nextLine);
        String line = output.substring(nextLine, end);
        nextLine = end + 1;
        return line;
    }

    private synchronized void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        try {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("expected output:\n" + what + "\nbut was:\n" + text());
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for output:\n" + what, e);
        }
    }

    private void read(InputStream stream) {
        char[] buffer = new char[4096];
        try (Reader text = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
                add(new String(buffer, 0, count));
            }
        } catch (IOException e) {
            add(e.toString());
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void add(String text) {
        output.append(text);
        notifyAll();
    }

    /** Waits for the end of the stream. */
    @Override
    public void close() {
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
