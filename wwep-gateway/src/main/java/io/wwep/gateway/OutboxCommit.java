package io.wwep.gateway;

import io.wwep.gateway.OutboxStorage.Change;
import io.wwep.gateway.OutboxStorage.Put;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The changes that must be stored. If the disk is full, new writes are refused, and the changes that tell what was sent
 * wait until there is room: sending goes on meanwhile. Not thread-safe.
 */
final class OutboxCommit {

    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    private final OutboxStorage storage;
    private final FailureLog log;

    /** The last change of each write, by its sequence. */
    private final Map<Long, Change> owed = new LinkedHashMap<>();

    /** The sequences of the writes whose values in the file are older than those in memory. */
    private final Set<Long> changed = new HashSet<>();

    private final List<DeadLetter> refused = new ArrayList<>();
    private boolean hasFailed;
    private long retryAt;

    OutboxCommit(OutboxStorage storage, FailureLog log) {
        this.storage = storage;
        this.log = log;
    }

    void add(Change change) {
        owed.put(change.write().sequence(), change);
    }

    /** Stores a write whose values have changed. */
    void addChanged(Put change) {
        add(change);
        changed.add(change.write().sequence());
    }

    void add(DeadLetter letter) {
        refused.add(letter);
    }

    /** Returns the dead letters that are not stored yet. */
    List<DeadLetter> deadLetters() {
        return refused;
    }

    /** Returns whether everything is stored. */
    boolean isDone() {
        return owed.isEmpty() && refused.isEmpty();
    }

    /** Returns whether a change of a register of this write is not stored yet. */
    boolean concerns(OutboxWrite write) {
        return owed.values().stream().anyMatch(change -> change.write().overlaps(write));
    }

    /** Returns whether the last attempt to store something failed. */
    boolean isFailing() {
        return hasFailed;
    }

    /**
     * Returns whether a write must not be sent before everything is stored. Otherwise, the next run of the program could
     * send an older value after it: one of the same bits that the file still has, or its own without the bits that a
     * direct write has changed.
     */
    boolean keepsBack(OutboxWrite write) {
        if (changed.contains(write.sequence())) {
            return true;
        }
        // A whole register replaces what the file has when it is accepted.
        return write.isPartial()
                && owed.values().stream()
                        .map(Change::write)
                        .anyMatch(older -> older.sequence() < write.sequence()
                                && older.overlaps(write)
                                && (older.mask() & write.mask()) != 0);
    }

    /** Returns the {@link System#nanoTime()} at which to try again after a failure. */
    long retryAt() {
        return retryAt;
    }

    /** Stores all changes in one transaction. If that fails, undoes the new writes, and tries without them. */
    void execute(List<OutboxAcceptance> accepted, long nanos) {
        if (accepted.isEmpty() && (isDone() || (hasFailed && retryAt - nanos > 0))) {
            return;
        }
        Map<Long, Change> changes = new LinkedHashMap<>(owed);
        accepted.forEach(acceptance -> acceptance.addTo(changes));
        IOException failure = store(changes);
        if (failure != null && !accepted.isEmpty()) {
            OutboxException refusal =
                    new OutboxException("the outbox did not accept this write: " + failure.getMessage(), failure);
            for (int i = accepted.size() - 1; i >= 0; i--) {
                accepted.get(i).undo(refusal);
            }
            failure = isDone() ? null : store(owed);
        }
        hasFailed = failure != null;
        if (failure == null) {
            owed.clear();
            changed.clear();
            refused.clear();
        } else {
            retryAt = nanos + RETRY;
            log.failed("cannot store what the outbox has sent; will try again", failure);
        }
    }

    private @Nullable IOException store(Map<Long, Change> changes) {
        try {
            storage.commit(changes.values(), refused);
            return null;
        } catch (IOException e) {
            return e;
        } catch (RuntimeException | Error e) {
            return new IOException("writing the outbox failed: " + e, e);
        }
    }
}
