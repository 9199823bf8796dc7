package io.wwep.benchmarks.soak;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import java.util.ArrayList;
import java.util.List;

/** A kind of client and the callers that share it. */
final class ClientGroup {

    static final int CALLERS = 2;

    private final WwepClientBuilder builder;
    private final List<Caller> callers;

    ClientGroup(WwepClientBuilder builder, List<Caller> callers) {
        this.builder = builder;
        this.callers = callers;
    }

    /** Runs the callers on a new shared client until this {@link System#nanoTime()}. */
    void work(long end) {
        List<Thread> threads = new ArrayList<>();
        try (WwepClient client = builder.build()) {
            for (Caller caller : callers) {
                Thread thread = new Thread(() -> caller.use(client, end), "soak-caller");
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
