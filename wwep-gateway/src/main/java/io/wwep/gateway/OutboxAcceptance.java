package io.wwep.gateway;

import io.wwep.gateway.OutboxStorage.Change;
import io.wwep.gateway.OutboxStorage.Delete;
import io.wwep.gateway.OutboxStorage.Put;
import io.wwep.gateway.OutboxStorage.State;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** Chooses the writes to drop if there would be too many rows. */
    void makeRoom(Collection<OutboxLane> lanes, OutboxSettings settings) throws OutboxException {
        int rows = lanes.stream().mapToInt(lane -> lane.queue.rows()).sum()
                + entry.write().values().size()
                - superseded.stream()
                        .mapToInt(older -> older.write().values().size())
                        .sum();
        if (rows <= settings.maxRows()) {
            return;
        }
        if (settings.whenFull() == OutboxSettings.WhenFull.DROP_OLDEST) {
            rows -= dropOldest(lanes, rows - settings.maxRows());
        }
        if (rows > settings.maxRows()) {
            throw new OutboxException(
                    "the outbox is full: it has values for " + settings.maxRows()
                            + " registers that were not sent yet; wait until some were sent, or raise its maximum",
                    null);
        }
    }

    /** Chooses the oldest writes with this number of rows in total, or more; returns their number of rows. */
    private int dropOldest(Collection<OutboxLane> lanes, int excess) {
        int found = 0;
        while (found < excess) {
            @Nullable OutboxEntry oldest = null;
            @Nullable OutboxQueue from = null;
            for (OutboxLane lane : lanes) {
                OutboxEntry candidate = oldestOf(lane.queue);
                if (candidate != null
                        && (oldest == null
                                || candidate.write().sequence() < oldest.write().sequence())) {
                    oldest = candidate;
                    from = lane.queue;
                }
            }
            if (oldest == null || from == null) {
                return found;
            }
            dropped.put(oldest, from);
            found += oldest.write().values().size();
        }
        return found;
    }

    private @Nullable OutboxEntry oldestOf(OutboxQueue each) {
        for (OutboxEntry older : each.pending()) {
            if (!superseded.contains(older)
                    && !dropped.containsKey(older)
                    && !each.inFlight().contains(older)) {
                return older;
            }
        }
        return null;
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
