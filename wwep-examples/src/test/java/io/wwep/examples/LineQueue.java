package io.wwep.examples;

import java.io.Writer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Collects a program's output from any thread and returns it line by line. */
final class LineQueue extends Writer {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();

    /** Waits for the next line. */
    String next() throws InterruptedException {
        String next = lines.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no further line arrived, only this part of one: '" + line + "'");
        }
        return next;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (characters[i] == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else if (characters[i] != '\r') {
                    line.append(characters[i]);
                }
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
