package io.wwep.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A TLS server by OpenSSL, {@code openssl s_server}, on a free port of the loopback interface. */
public final class OpenSslServer implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("ACCEPT .*:(\\d+)");
    private static final long PATIENCE_MILLIS = 20_000;

    private final Process process;
    private final Thread reader;
    private final StringBuilder printed = new StringBuilder();
    private final int port;
    private boolean ended;

    /** With these options, of which the certificate and its key are the least; it listens when this returns. */
    public OpenSslServer(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ForeignTool.require("openssl", "openssl"), "s_server", "-accept", "127.0.0.1:0"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(this::read, "openssl-server");
        reader.start();
        Matcher listening = LISTENING.matcher(await("ACCEPT .*:\\d+\\s"));
        port = listening.find() ? Integer.parseInt(listening.group(1)) : -1;
    }

    public int port() {
        return port;
    }

    /** Sends this to the client that is connected. */
    public void send(String text) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write(text.getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    /** Waits until it has printed something that this pattern finds, and gives all that it printed. */
    public synchronized String await(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            while (!wanted.matcher(printed).find()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("openssl never printed " + pattern + ", but:\n" + printed);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return printed.toString();
    }

    private void read() {
        try (InputStream output = process.getInputStream()) {
            byte[] buffer = new byte[4096];
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                add(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
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
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.getOutputStream().close();
    }
}
