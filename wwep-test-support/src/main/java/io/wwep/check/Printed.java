package io.wwep.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a program prints, as it comes. It is read to its end, so that the program never waits for a reader. */
public final class Printed implements AutoCloseable {

    /** Ends a test that would wait forever; far longer than any program needs, even on a busy machine. */
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private final StringBuilder printed = new StringBuilder();
    private final Thread reader;
    private int nextLine;
    private boolean ended;

    /** On this stream, in UTF-8. */
    public Printed(InputStream stream) {
        reader = new Thread(() -> read(stream), "printed");
        reader.start();
    }

    /** What has come so far. */
    public synchronized String text() {
        return printed.toString();
    }

    /** Waits until what was printed is as this asks, and gives all of it. */
    public synchronized String await(Predicate<String> isThere, String what) {
        long end = System.nanoTime() + PATIENCE;
        try {
            while (!isThere.test(text())) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("never printed:\n" + what + "\nbut:\n" + text());
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted before it printed:\n" + what, e);
        }
        return text();
    }

    /** Waits for the next line, which was not given before. */
    public synchronized String nextLine() {
        String all = await(text -> text.indexOf('\n', nextLine) >= 0, "a further line");
        int end = all.indexOf('\n', nextLine);
        String line = all.substring(nextLine, end);
        nextLine = end + 1;
        return line;
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
        printed.append(text);
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
