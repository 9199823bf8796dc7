package io.wwep.server.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.protocol.DeviceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects writes and sends them in batches, one at a time: writes made while a batch is on its way form the next one. So
 * writes reach Redis in the order in which they were made, and each batch needs one round trip, whatever the number of
 * threads. No thread is in charge: the end of one batch sends the next.
 */
final class WriteLane {

    /** Redis executes a batch of this size in about 10 ms. The other writes go into the next batch. */
    private static final int MAX_REGISTERS = 16_384;

    private final Consumer<List<DeviceWrites>> sender;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<DeviceId, DeviceWrites> open = new LinkedHashMap<>();

    @GuardedBy("lock")
    private Map<DeviceId, DeviceWrites> sent = Map.of();

    /** Whether a thread waits for any of the {@link #open} writes. */
    @GuardedBy("lock")
    private boolean isWanted;

    /**
     * Creates an empty lane.
     *
     * @param sender must not block, and must eventually settle each outcome
     */
    WriteLane(Consumer<List<DeviceWrites>> sender) {
        this.sender = sender;
    }

    /**
     * A register that has an unfinished write.
     *
     * @param writes the write of its new value
     * @param value null if the write was sent: another server may have overwritten it since
     */
    record Pending(DeviceWrites writes, @Nullable Integer value) {}

    /** Adds a write; returns the writes of that device that it was added to. */
    DeviceWrites add(DeviceId device, int register, int value) {
        lock.lock();
        try {
            DeviceWrites writes = open.computeIfAbsent(device, DeviceWrites::new);
            writes.values().put(register, value);
            return writes;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the newest unfinished write to a register, or null if there is none. */
    @Nullable
    Pending pending(DeviceId device, int register) {
        lock.lock();
        try {
            DeviceWrites next = open.get(device);
            Integer value = next == null ? null : next.values().get(register);
            if (next != null && value != null) {
                return new Pending(next, value);
            }
            DeviceWrites before = sent.get(device);
            return before != null && before.values().containsKey(register) ? new Pending(before, null) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Sends these writes and all earlier ones as soon as the previous batch is finished. Does not wait. */
    void flush(DeviceWrites writes) {
        lock.lock();
        try {
            if (open.get(writes.device()) != writes) {
                return; // on their way, or done
            }
            isWanted = true;
        } finally {
            lock.unlock();
        }
        sendNext();
    }

    /** Sends all writes that were not sent yet; returns all unfinished ones. */
    List<DeviceWrites> flushAll() {
        List<DeviceWrites> all;
        lock.lock();
        try {
            all = new ArrayList<>(open.values());
            all.addAll(sent.values());
            isWanted = !open.isEmpty();
        } finally {
            lock.unlock();
        }
        sendNext();
        return all;
    }

    private void sendNext() {
        for (List<DeviceWrites> batch = next(); batch != null; batch = next()) {
            List<DeviceWrites> writes = batch;
            sender.accept(writes);
            CompletableFuture<Void> outcomes = CompletableFuture.allOf(
                    writes.stream().map(DeviceWrites::outcome).toArray(CompletableFuture[]::new));
            if (!outcomes.isDone()) {
                CompletionStage<Void> all = outcomes;
                all.whenComplete((nothing, failure) -> {
                    end(writes);
                    sendNext();
                });
                return;
            }
            end(writes);
        }
    }

    /** Starts the next batch and returns it; null if there is nothing to send or another batch is on its way. */
    private @Nullable List<DeviceWrites> next() {
        lock.lock();
        try {
            if (!isWanted || !sent.isEmpty() || open.isEmpty()) {
                return null;
            }
            Map<DeviceId, DeviceWrites> batch = new LinkedHashMap<>();
            int registers = 0;
            for (DeviceWrites writes : open.values()) {
                registers += writes.values().size();
                if (registers > MAX_REGISTERS) {
                    break;
                }
                batch.put(writes.device(), writes);
            }
            open.keySet().removeAll(batch.keySet());
            isWanted = !open.isEmpty();
            sent = batch;
            return List.copyOf(batch.values());
        } finally {
            lock.unlock();
        }
    }

    /** Removes a batch before it wakes the waiting threads, so that their next read asks Redis. */
    private void end(List<DeviceWrites> writes) {
        lock.lock();
        try {
            sent = Map.of();
        } finally {
            lock.unlock();
        }
        writes.forEach(DeviceWrites::end);
    }
}
