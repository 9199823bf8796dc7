package io.wwep.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The writes of one endpoint, in the order of their sequence, and which of them may be sent now. Of each register, only
 * the oldest pending write may be sent, and none while a direct write of it is running. Not thread-safe.
 */
final class OutboxQueue {

    private final TreeMap<Long, OutboxEntry> pending = new TreeMap<>();

    /** The pending writes of each register. */
    private final Map<Integer, List<OutboxEntry>> byRegister = new HashMap<>();

    /** How many direct writes of each register are running. */
    private final Map<Integer, Integer> held = new HashMap<>();

    private final Set<OutboxEntry> inFlight = new LinkedHashSet<>();
    private final OutboxOrder order;

    /** Creates a queue whose writes are also in the order of all endpoints. */
    OutboxQueue(OutboxOrder order) {
        this.order = order;
    }

    /** Returns the pending writes, oldest first. */
    Collection<OutboxEntry> pending() {
        return pending.values();
    }

    /** Returns the writes being sent, including superseded ones. */
    Set<OutboxEntry> inFlight() {
        return Collections.unmodifiableSet(inFlight);
    }

    /** Begins to send a pending write. */
    void begin(OutboxEntry entry) {
        inFlight.add(entry);
        order.remove(entry);
    }

    /** Ends sending a write, which may be pending still. */
    void end(OutboxEntry entry) {
        inFlight.remove(entry);
        if (pending.containsKey(entry.write().sequence())) {
            order.add(entry, this);
        }
    }

    /** Returns whether nothing is left to do. */
    boolean isUnused() {
        return pending.isEmpty() && inFlight.isEmpty() && held.isEmpty();
    }

    void add(OutboxEntry entry) {
        pending.put(entry.write().sequence(), entry);
        for (int key : registers(entry.write())) {
            byRegister.computeIfAbsent(key, any -> new ArrayList<>(1)).add(entry);
        }
        order.addRows(entry.write().values().size());
        if (!inFlight.contains(entry)) {
            order.add(entry, this);
        }
    }

    void remove(OutboxEntry entry) {
        if (!pending.remove(entry.write().sequence(), entry)) {
            return;
        }
        order.addRows(-entry.write().values().size());
        order.remove(entry);
        for (int key : registers(entry.write())) {
            byRegister.computeIfPresent(key, (any, entries) -> {
                entries.remove(entry);
                return entries.isEmpty() ? null : entries;
            });
        }
    }

    /** Returns the pending writes that have a register in common with a newer one, oldest first. */
    List<OutboxEntry> overlapping(OutboxWrite newer) {
        TreeMap<Long, OutboxEntry> found = new TreeMap<>();
        for (int key : registers(newer)) {
            for (OutboxEntry entry : byRegister.getOrDefault(key, List.of())) {
                found.put(entry.write().sequence(), entry);
            }
        }
        return List.copyOf(found.values());
    }

    /** Returns whether no older write of the same registers is pending. */
    boolean isOldest(OutboxWrite write) {
        return overlapping(write).stream().allMatch(entry -> entry.write().sequence() >= write.sequence());
    }

    /** Keeps the registers of a direct write from being sent until {@link #release}. */
    void hold(OutboxWrite direct) {
        registers(direct).forEach(key -> held.merge(key, 1, Integer::sum));
    }

    void release(OutboxWrite direct) {
        registers(direct).forEach(key -> held.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1));
    }

    /** Returns whether a register of this write is being sent. */
    boolean isBusy(OutboxWrite direct) {
        return inFlight.stream().anyMatch(entry -> entry.write().overlaps(direct));
    }

    /**
     * Chooses the writes to send next, if none is being sent.
     *
     * @param limit the maximum number of writes
     * @param isReady whether a write may be sent now
     */
    List<OutboxEntry> next(int limit, Predicate<OutboxEntry> isReady) {
        List<OutboxEntry> chosen = new ArrayList<>();
        if (!inFlight.isEmpty()) {
            return chosen;
        }
        Set<Integer> blocked = new HashSet<>(held.keySet());
        for (OutboxEntry entry : pending.values()) {
            if (chosen.size() == limit) {
                break;
            }
            List<Integer> keys = registers(entry.write());
            boolean isFree = keys.stream().noneMatch(blocked::contains);
            blocked.addAll(keys);
            if (isFree && isReady.test(entry)) {
                chosen.add(entry);
            }
        }
        return chosen;
    }

    private static List<Integer> registers(OutboxWrite write) {
        List<Integer> keys = new ArrayList<>(write.values().size());
        for (int i = 0; i < write.values().size(); i++) {
            keys.add(write.device().value() << Byte.SIZE | write.register() + i);
        }
        return keys;
    }
}
