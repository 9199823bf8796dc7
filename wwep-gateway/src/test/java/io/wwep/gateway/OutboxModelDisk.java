package io.wwep.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A disk that keeps what was committed, and may be full. */
final class OutboxModelDisk implements OutboxStorage {

    private final Map<List<Object>, Put> rows = new HashMap<>();
    private final List<DeadLetter> refused = new ArrayList<>();
    boolean isFull;

    boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public List<Stored> load() {
        Map<Long, Put> groups = new TreeMap<>();
        rows.values().forEach(row -> groups.put(row.write().sequence(), row));
        return groups.values().stream()
                .map(row -> new Stored(row.write(), row.state()))
                .toList();
    }

    @Override
    public List<DeadLetter> deadLetters() {
        return List.copyOf(refused);
    }

    @Override
    public void commit(Collection<? extends Change> changes, List<DeadLetter> letters) throws IOException {
        if (isFull) {
            throw new IOException("the disk is full");
        }
        for (Change change : changes) {
            if (change instanceof Delete) {
                rows.values()
                        .removeIf(
                                row -> row.write().sequence() == change.write().sequence());
            }
        }
        for (Change change : changes) {
            if (change instanceof Put put) {
                OutboxWrite write = put.write();
                for (int i = 0; i < write.values().size(); i++) {
                    rows.put(List.of(write.endpoint(), write.device(), write.register() + i, write.mask()), put);
                }
            }
        }
        refused.addAll(letters);
    }

    @Override
    public void close() {}
}
