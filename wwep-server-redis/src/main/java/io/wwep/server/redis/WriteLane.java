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
 * Collects writes and sends them in batches, one at a time: what is written while one is on its way is the next one. So writes reach
 * Redis in the order in which they were made, and each batch needs one round trip, however many threads wrote it. No thread
 * leads: the end of one batch sends the next.
 */
final class WriteLane {

    /** Redis executes as many in about 10 ms. The rest is in the next batch. */
    private static final int MAX_REGISTERS = 16_384;

    private final Consumer<List<DeviceWrites>> sender;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<DeviceId, DeviceWrites> open = new LinkedHashMap<>();

    @GuardedBy("lock")
    private Map<DeviceId, DeviceWrites> sent = Map.of();

    /** Whether a thread waits for something in {@link #open}. */
    @GuardedBy("lock")
    private boolean isWanted;

    /**
     * Sends nothing yet.
     *
     * @param sender must not block, and must settle each outcome in the end
     */
    WriteLane(Consumer<List<DeviceWrites>> sender) {
        this.sender = sender;
    }

    /**
     * What is known of a register before Redis is asked.
     *
     * @param writes where its new value is
     * @param value null: it is on its way to Redis, which may have overwritten it since
     */
    record Pending(DeviceWrites writes, @Nullable Integer value) {}

    /** Adds a write, and returns what it was added to. */
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

    /** The newest write to a register of which Redis has not told the outcome; null: there is none. */
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

    /** Sends these writes and all that were made before them, as soon as the batch before has an outcome. Does not wait. */
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

    /** Sends what was not sent yet. */
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

    /** Makes the next batch the sent one; null: there is none, or it is not its turn. */
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

    /** First reads find nothing here any more, then the threads that wait go on: what they do next must find what Redis has. */
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
