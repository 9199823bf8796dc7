package io.wwep.stress;

import io.wwep.check.VirtualThreads;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Calls and waits, one call after another; may be interrupted at any moment. */
final class SyncCaller implements Runnable {

    private static final int CALLS = 60;
    private static final int CALLS_AFTER_CLOSE = 2;

    private final String name;
    private final WwepClient client;
    private final Scenario scenario;
    private final Clock clock;
    private final Journal journal;
    private final Workload workload;
    private final SplittableRandom random;
    private final long until;
    private final Thread thread;
    private boolean interruptPending;

    /**
     * Does not call yet.
     *
     * @param until the {@link System#nanoTime()} after which it begins no call
     */
    SyncCaller(
            int number,
            WwepClient client,
            Scenario scenario,
            Clock clock,
            Journal journal,
            SplittableRandom random,
            long until) {
        this.name = "sync-" + number;
        this.client = client;
        this.scenario = scenario;
        this.clock = clock;
        this.journal = journal;
        this.random = random;
        this.workload = new Workload(number, random.split());
        this.until = until;
        boolean virtual = scenario.virtualThreads() && number % 2 == 0;
        this.thread = virtual ? VirtualThreads.orPlatform(this, name) : new Thread(this, name);
    }

    Thread thread() {
        return thread;
    }

    /** Interrupts it, in a call or between two. */
    synchronized void interrupt() {
        thread.interrupt();
        interruptPending = true;
    }

    @Override
    public void run() {
        int afterClose = 0;
        for (int i = 0; i < CALLS && afterClose < CALLS_AFTER_CLOSE && System.nanoTime() < until; i++) {
            afterClose += journal.isClosed() ? 1 : 0;
            if (random.nextInt(1000) < scenario.batches()) {
                callBatch();
            } else {
                callOne();
            }
        }
    }

    private void callOne() {
        WwepRequest request = workload.next();
        long begin = clock.tick();
        try {
            WwepReply reply = client.exchange(request);
            journal.answered(name, begin, clock.tick(), List.of(request), List.of(reply));
            takeInterrupt();
        } catch (WwepException e) {
            journal.failed(name, begin, clock.tick(), List.of(request), e, takeInterrupt());
        }
    }

    private void callBatch() {
        int size = 1 + random.nextInt(random.nextInt(8) == 0 ? 120 : 12);
        List<WwepRequest> requests = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            requests.add(workload.next());
        }
        long begin = clock.tick();
        try {
            List<WwepReply> replies = client.exchangeAll(requests);
            journal.answered(name, begin, clock.tick(), requests, replies);
            takeInterrupt();
        } catch (WwepException e) {
            journal.failed(name, begin, clock.tick(), requests, e, takeInterrupt());
        }
    }

    /** Clears the interrupt status, which a call must have left as it was. */
    private synchronized boolean takeInterrupt() {
        boolean interrupted = Thread.interrupted();
        if (interrupted != interruptPending) {
            journal.wrong(name + (interrupted ? " has an interrupt status of nobody's" : " lost its interrupt status"));
        }
        interruptPending = false;
        return interrupted;
    }
}
