package io.wwep.gateway;

import io.wwep.check.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The server of a crash test in its own process. Each one opens the file of its predecessors. */
final class OutboxCrashServer implements AutoCloseable {

    private final OutboxArrivals arrivals;
    private final Process process;
    private final int port;
    private final Thread reader;

    OutboxCrashServer(Path folder, OutboxArrivals arrivals) throws IOException {
        this.arrivals = arrivals;
        Path log = folder.resolve("server-log");
        process = new ProcessBuilder(JavaProgram.command(
                        folder,
                        List.of(),
                        OutboxServerProgram.class,
                        folder.resolve("registers.db").toString()))
                .redirectError(log.toFile())
                .start();
        BufferedReader output = process.inputReader();
        String first = output.readLine();
        if (first == null) {
            throw new IOException("the server did not start: " + Files.readString(log));
        }
        port = Integer.parseInt(first);
        reader = new Thread(() -> read(output), "arrivals");
        reader.start();
    }

    int port() {
        return port;
    }

    private void read(BufferedReader output) {
        output.lines().map(line -> line.split(" ", -1)).forEach(words -> {
            if (words.length == 3 && words[0].equals("=") && !words[2].isEmpty()) { // the kill may cut off the last one
                arrivals.arrived(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            }
        });
    }

    /** Sends SIGKILL, and waits until everything that has arrived before is noted. */
    @Override
    public void close() {
        process.toHandle().destroyForcibly(); // unlike that of the process, leaves the output open
        process.onExit().join();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
