package io.wwep.gateway;

import java.util.Collection;
import java.util.TreeMap;

/**
 * The pending writes of all endpoints: how many rows they have, and which are the oldest that are not being sent. Not
 * thread-safe.
 */
final class OutboxOrder {

    /** A write and the queue that it is in. */
    record Place(OutboxEntry entry, OutboxQueue queue) {}

    private final TreeMap<Long, Place> waiting = new TreeMap<>();
    private int rows;

    /** Returns the number of registers with a pending value; each combination of bits of a register counts. */
    int rows() {
        return rows;
    }

    void addRows(int count) {
        rows += count;
    }

    /** Adds a pending write that is not being sent. */
    void add(OutboxEntry entry, OutboxQueue queue) {
        waiting.put(entry.write().sequence(), new Place(entry, queue));
    }

    /** Removes a write that is being sent, or is no longer pending. */
    void remove(OutboxEntry entry) {
        waiting.remove(entry.write().sequence());
    }

    /** Returns the pending writes that are not being sent, oldest first. */
    Collection<Place> waiting() {
        return waiting.values();
    }
}
