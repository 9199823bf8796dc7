package io.wwep.examples;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Help.Ansi;

/** A command that runs until it is interrupted, such as a server. */
final class RunningCommand implements AutoCloseable {

    private final LineQueue out = new LineQueue();
    private final FutureTask<Integer> result;
    private final Thread thread;

    RunningCommand(String... arguments) {
        PrintWriter writer = new PrintWriter(out, true);
        Callable<Integer> run = () -> WwepCommand.run(new Screen(writer, writer, Ansi.OFF), arguments);
        result = new FutureTask<>(run);
        thread = new Thread(result, "running-command");
        thread.start();
    }

    String next() throws InterruptedException {
        return out.next();
    }

    int end() throws Exception {
        thread.interrupt();
        return result.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
