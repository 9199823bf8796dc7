package io.wwep.gateway;

import io.wwep.gateway.OutboxStorage.Change;
import io.wwep.gateway.OutboxStorage.Delete;
import io.wwep.gateway.OutboxStorage.Put;
import io.wwep.gateway.OutboxStorage.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One accepted write with the older ones that it replaces. It is undone if it cannot be committed. */
final class OutboxAcceptance {

    private final OutboxRequest request;
    private final OutboxEntry entry;
    private final OutboxQueue queue;
    private final List<OutboxEntry> superseded;
    private final Map<OutboxEntry, OutboxQueue> dropped = new LinkedHashMap<>();
    private boolean isUndone;

    OutboxAcceptance(OutboxRequest request, OutboxEntry entry, OutboxQueue queue) {
        this.request = request;
        this.entry = entry;
        this.queue = queue;
        this.superseded = queue.overlapping(entry.write()).stream()
                .filter(older -> entry.write().supersedes(older.write()))
                .toList();
    }

    /**
     * Chooses the writes to drop if there would be too many rows. A write that takes no more rows than those that it
     * replaces is always accepted: there may already be more than the maximum, if that was lowered.
     */
    void makeRoom(OutboxOrder order, OutboxSettings settings) throws OutboxException {
        int more = entry.write().values().size()
                - superseded.stream()
                        .mapToInt(older -> older.write().values().size())
                        .sum();
        int excess = order.rows() + more - settings.maxRows();
        if (more <= 0 || excess <= 0) {
            return;
        }
        if (settings.whenFull() == OutboxSettings.WhenFull.DROP_OLDEST) {
            excess -= dropOldest(order, excess);
        }
        if (excess > 0) {
            dropped.clear();
            throw new OutboxException(
                    "the outbox is full: it has values for " + order.rows()
                            + " registers that were not sent yet, and its maximum is " + settings.maxRows()
                            + "; wait until some were sent, or raise the maximum",
                    null);
        }
    }

    /** Chooses the oldest writes with this number of rows in total, or more; returns their number of rows. */
    private int dropOldest(OutboxOrder order, int excess) {
        int found = 0;
        for (OutboxOrder.Place place : order.waiting()) {
            if (found >= excess) {
                break;
            }
            if (!superseded.contains(place.entry())) {
                dropped.put(place.entry(), place.queue());
                found += place.entry().write().values().size();
            }
        }
        return found;
    }

    void apply() {
        superseded.forEach(older -> OutboxCore.supersede(queue, older, entry.write()));
        dropped.forEach((older, from) -> from.remove(older));
        queue.add(entry);
    }

    /** Puts the older writes back, and refuses the new one. */
    void undo(OutboxException cause) {
        isUndone = true;
        queue.remove(entry);
        dropped.forEach((older, from) -> from.add(older));
        for (OutboxEntry older : superseded) {
            older.by(null);
            queue.add(older);
        }
        request.done().completeExceptionally(cause);
    }

    void addTo(Map<Long, Change> changes) {
        superseded.forEach(older -> changes.put(older.write().sequence(), new Delete(older.write())));
        dropped.keySet().forEach(older -> changes.put(older.write().sequence(), new Delete(older.write())));
        changes.put(entry.write().sequence(), new Put(entry.write(), State.QUEUED));
    }

    /** Notifies the caller and the listeners that this was committed. */
    void tell(OutboxListener events) {
        if (isUndone) {
            return;
        }
        request.done().complete(entry.write());
        for (OutboxEntry older : superseded) {
            // One that is being sent is reported when its outcome is known.
            if (!queue.inFlight().contains(older)) {
                events.superseded(older.write(), entry.write());
            }
        }
        dropped.keySet().forEach(older -> events.dropped(older.write()));
    }
}
