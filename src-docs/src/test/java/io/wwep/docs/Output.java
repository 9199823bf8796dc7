package io.wwep.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a program prints, as it comes, with the paths that one sees who works in the checkout. */
final class Output implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final StringBuilder printed = new StringBuilder();
    private final Path folder;
    private final Thread reader;
    private boolean ended;

    /** Of a program that runs in this folder. */
    Output(InputStream stream, Path folder) {
        this.folder = folder;
        reader = new Thread(() -> read(stream), "output");
        reader.start();
    }

    synchronized String text() {
        return printed.toString().replace(Checkout.ROOT + "/", "").replace(folder + "/", "");
    }

    /** Waits for a text after a position, and gives all that was printed. */
    String await(int from, String text) {
        return await(all -> all.indexOf(text, from) >= 0 && all.indexOf('\n', all.indexOf(text, from)) >= 0, text);
    }

    /** Waits until all of these lines were printed. */
    void await(Transcription expected) {
        await(expected::isWithin, expected.toString());
    }

    private synchronized String await(Predicate<String> isThere, String what) {
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
        }
        return text();
    }

    private void read(InputStream stream) {
        char[] buffer = new char[4096];
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
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

    @Override
    public void close() {
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
