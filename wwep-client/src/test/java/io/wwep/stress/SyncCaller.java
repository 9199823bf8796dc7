package io.wwep.stress;

import io.wwep.check.VirtualThreads;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes blocking calls one after another; may be interrupted at any time. */
final class SyncCaller implements Runnable {

    private static final int CALLS = 60;
    private static final int CALLS_AFTER_CLOSE = 2;

    private final String name;
    private final WwepClient client;
    private final Scenario scenario;
    private final Clock clock;
    private final CallLog log;
    private final Workload workload;
    private final SplittableRandom random;
    private final long until;
    private final Thread thread;
    private boolean interruptPending;

    /**
     * Creates a caller, not started.
     *
     * @param until the {@link System#nanoTime()} after which it starts no call
     */
    SyncCaller(
            int number,
            WwepClient client,
            Scenario scenario,
            Clock clock,
            CallLog log,
            SplittableRandom random,
            long until) {
        this.name = "sync-" + number;
        this.client = client;
        this.scenario = scenario;
        this.clock = clock;
        this.log = log;
        this.random = random;
        this.workload = new Workload(number, random.split());
        this.until = until;
        boolean virtual = scenario.virtualThreads() && number % 2 == 0;
        this.thread = virtual ? VirtualThreads.orPlatform(this, name) : new Thread(this, name);
    }

    Thread thread() {
        return thread;
    }

    /** Interrupts it, during or between calls. */
    synchronized void interrupt() {
        thread.interrupt();
        interruptPending = true;
    }

    @Override
    public void run() {
        int afterClose = 0;
        for (int i = 0; i < CALLS && afterClose < CALLS_AFTER_CLOSE && System.nanoTime() < until; i++) {
            afterClose += log.isClosed() ? 1 : 0;
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
            log.answered(name, begin, clock.tick(), List.of(request), List.of(reply));
            clearInterrupt();
        } catch (WwepException e) {
            log.failed(name, begin, clock.tick(), List.of(request), e, clearInterrupt());
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
            log.answered(name, begin, clock.tick(), requests, replies);
            clearInterrupt();
        } catch (WwepException e) {
            log.failed(name, begin, clock.tick(), requests, e, clearInterrupt());
        }
    }

    /** Clears the interrupt status, which a call must have preserved. */
    private synchronized boolean clearInterrupt() {
        boolean interrupted = Thread.interrupted();
        if (interrupted != interruptPending) {
            log.addViolation(name + (interrupted ? " is interrupted for no reason" : " lost its interrupt status"));
        }
        interruptPending = false;
        return interrupted;
    }
}
