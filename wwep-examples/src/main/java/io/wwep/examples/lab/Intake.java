package io.wwep.examples.lab;

import io.wwep.protocol.DeviceId;
import io.wwep.server.Exchange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Receives exchanges from the server's threads, and never makes them wait. Keeps those that wait for the lab's thread; of those
 * that find no room it keeps only numbers, for each device. Thread-safe.
 */
final class Intake {

    /** Room for what arrives while a small machine gives the lab's thread no time for a moment. */
    private static final int CAPACITY = 16_384;

    private static final int DEVICES = 0x10000;

    private final BlockingQueue<Exchange> waiting;
    private final Runnable wake;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicIntegerArray droppedAccepted = new AtomicIntegerArray(DEVICES);
    private final AtomicIntegerArray droppedRefused = new AtomicIntegerArray(DEVICES);

    /**
     * Creates an intake.
     *
     * @param wake wakes the lab's thread; must be quick
     */
    Intake(Runnable wake) {
        this(wake, CAPACITY);
    }

    Intake(Runnable wake, int capacity) {
        this.wake = wake;
        this.waiting = new ArrayBlockingQueue<>(capacity);
    }

    /** Takes an exchange, on a thread of the server. */
    void add(Exchange exchange) {
        boolean good = Exchanges.isAccepted(exchange);
        (good ? accepted : refused).increment();
        if (!waiting.offer(exchange)) {
            DeviceId device = Exchanges.device(exchange);
            if (device != null) {
                (good ? droppedAccepted : droppedRefused).getAndIncrement(device.value());
            }
            dropped.increment();
        }
        wake.run();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void drainTo(Collection<Exchange> target, int limit) {
        waiting.drainTo(target, limit);
    }

    /** Returns how many exchanges found no room since the last call. */
    long takeDroppedCount() {
        return dropped.sumThenReset();
    }

    /** Returns whose exchanges found no room since the last call. */
    List<Dropped> takeDropped() {
        List<Dropped> all = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            int good = droppedAccepted.getAndSet(device, 0);
            int bad = droppedRefused.getAndSet(device, 0);
            if (good > 0 || bad > 0) {
                all.add(new Dropped(DeviceId.of(device), good, bad));
            }
        }
        return all;
    }

    LabState.Counts counts() {
        long good = accepted.sum();
        long bad = refused.sum();
        return new LabState.Counts(good + bad, good, bad);
    }

    void reset() {
        accepted.reset();
        refused.reset();
    }

    /** How many exchanges of a device found no room. */
    record Dropped(DeviceId device, int accepted, int refused) {}
}
