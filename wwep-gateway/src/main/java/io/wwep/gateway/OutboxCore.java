package io.wwep.gateway;

import io.wwep.gateway.OutboxEntry.Now;
import io.wwep.gateway.OutboxStorage.Delete;
import io.wwep.gateway.OutboxStorage.Put;
import io.wwep.gateway.OutboxStorage.State;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an outbox does, without threads: {@link #turn} accepts the writes that have come together, stores everything
 * that has changed in one commit, and then starts to send. Before a write is sent, the file says that its outcome is
 * unknown: so a crash at any moment makes the next run read it back. A write that was replaced while it was being sent
 * keeps its successor waiting until its outcome is known. Not thread-safe.
 */
final class OutboxCore {

    /** The maximum time between checks for expired writes, because the clock may jump. */
    private static final long EXPIRY_CHECK = TimeUnit.SECONDS.toNanos(1);

    /** The minimum, so that many writes that expire one after the other cost little. */
    private static final long LEAST_EXPIRY_CHECK = TimeUnit.MILLISECONDS.toNanos(10);

    private final OutboxStorage storage;
    private final OutboxSettings settings;
    private final OutboxListener events;
    private final Supplier<Now> clock;

    /** Runs a result on the outbox's thread. */
    private final Consumer<Runnable> thread;

    private final Map<String, OutboxLane> lanes = new TreeMap<>();
    private final OutboxOrder order = new OutboxOrder();
    private final List<OutboxRequest> requests = new ArrayList<>();
    private final Deque<OutboxHold> holds = new ArrayDeque<>();
    private final Map<OutboxEntry, OutboxAttempt> inFlight = new HashMap<>();
    private final OutboxCommit commit;
    private long sequence;
    private long nextExpiryCheck;
    private boolean isStopped;

    OutboxCore(
            OutboxStorage storage,
            OutboxSettings settings,
            OutboxListener events,
            Supplier<Now> clock,
            Consumer<Runnable> thread,
            FailureLog log)
            throws IOException {
        this.storage = storage;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.thread = thread;
        this.commit = new OutboxCommit(storage, log);
        Now now = clock.get();
        nextExpiryCheck = now.nanos();
        for (OutboxStorage.Stored stored : storage.load()) {
            lane(stored.write().endpoint()).queue.add(OutboxEntry.loaded(stored, settings.maxAge(), now));
            sequence = Math.max(sequence, stored.write().sequence());
        }
        for (DeadLetter letter : storage.deadLetters()) {
            sequence = Math.max(sequence, letter.write().sequence());
        }
    }

    void attach(String endpoint, OutboxLink link) {
        lane(endpoint).attach(link, clock.get().nanos());
    }

    void detach(String endpoint, OutboxLink link) {
        lane(endpoint).detach(link);
    }

    /** Accepts a write in the next turn. */
    void enqueue(OutboxRequest request) {
        requests.add(request);
    }

    /** Replaces the pending values of a direct write's registers; lets it begin when none of them is being sent. */
    OutboxHold hold(OutboxRequest request) {
        OutboxWrite direct = request.write(++sequence, clock.get().time());
        OutboxQueue queue = lane(request.endpoint()).queue;
        for (OutboxEntry older : queue.overlapping(direct)) {
            if (direct.supersedes(older.write())) {
                supersede(queue, older, direct);
                commit.add(new Delete(older.write()));
                tellSuperseded(queue, older, direct);
            } else {
                older.fold(direct);
                commit.addChanged(new Put(older.write(), older.state()));
            }
        }
        queue.hold(direct);
        OutboxHold hold = new OutboxHold(request, direct);
        holds.add(hold);
        return hold;
    }

    void release(OutboxHold hold) {
        holds.remove(hold);
        lane(hold.request().endpoint()).queue.release(hold.write());
    }

    /** Starts no further attempts. */
    void stop() {
        isStopped = true;
    }

    boolean isSending() {
        return lanes.values().stream().anyMatch(lane -> !lane.queue.inFlight().isEmpty());
    }

    boolean isEmpty() {
        return requests.isEmpty()
                && lanes.values().stream()
                        .allMatch(lane -> lane.queue.pending().isEmpty()
                                && lane.queue.inFlight().isEmpty());
    }

    /** Returns the pending writes in the order of their sequence. */
    List<OutboxWrite> pending() {
        TreeMap<Long, OutboxWrite> all = new TreeMap<>();
        lanes.values()
                .forEach(lane -> lane.queue
                        .pending()
                        .forEach(entry -> all.put(entry.write().sequence(), entry.write())));
        return List.copyOf(all.values());
    }

    /** Does everything that is due; returns the {@link System#nanoTime()} of the next turn if nothing happens before. */
    long turn() {
        Now now = clock.get();
        expire(now);
        long newest = sequence;
        List<OutboxAcceptance> accepted = accept(now);
        List<OutboxAttempt> attempts = isStopped ? List.of() : choose(now, newest);
        boolean wasFailing = commit.isFailing();
        commit.execute(accepted, now.nanos());
        accepted.forEach(acceptance -> acceptance.tell(events));
        beginDirectWrites();
        for (OutboxAttempt attempt : attempts) {
            OutboxLane lane = lane(attempt.write().endpoint());
            OutboxLink link = lane.link();
            // If new writes could not be stored, those that they would have replaced are pending again.
            boolean maySend = lane.queue.isOldest(attempt.write()) && !isKeptBack(attempt.write());
            if (link == null || !maySend) {
                attempt.end(OutboxAttempt.Result.of(OutboxOutcome.NOT_SENT));
            } else {
                link.send(attempt);
            }
        }
        lanes.values().removeIf(lane -> lane.link() == null && lane.queue.isUnused());
        boolean hasRecovered = wasFailing && !commit.isFailing();
        return nextTurn(now, hasRecovered || !accepted.isEmpty());
    }

    private List<OutboxAcceptance> accept(Now now) {
        List<OutboxAcceptance> accepted = new ArrayList<>(requests.size());
        for (OutboxRequest request : requests) {
            OutboxWrite write = request.write(++sequence, now.time());
            OutboxQueue queue = lane(write.endpoint()).queue;
            OutboxAcceptance acceptance = new OutboxAcceptance(request, OutboxEntry.accepted(write, now), queue);
            try {
                acceptance.makeRoom(order, settings);
            } catch (OutboxException e) {
                request.done().completeExceptionally(e);
                continue;
            }
            acceptance.apply();
            accepted.add(acceptance);
            long validity = Math.min(EXPIRY_CHECK, request.validity().toNanos());
            nextExpiryCheck = Math.min(nextExpiryCheck, now.nanos() + validity);
        }
        requests.clear();
        return accepted;
    }

    /** Chooses the writes to send, and notes that their outcome will be unknown. Writes just accepted must be committed first. */
    private List<OutboxAttempt> choose(Now now, long newest) {
        List<OutboxAttempt> attempts = new ArrayList<>();
        for (OutboxLane lane : lanes.values()) {
            for (OutboxEntry entry : lane.begin(now.nanos(), each -> isReady(each, now, newest))) {
                State before = entry.state();
                if (before == State.QUEUED) {
                    entry.state(State.UNKNOWN);
                    commit.add(new Put(entry.write(), State.UNKNOWN));
                }
                OutboxAttempt attempt = new OutboxAttempt(
                        entry, before, clock, result -> thread.accept(() -> settle(lane, entry, before, result)));
                attempts.add(attempt);
                inFlight.put(entry, attempt);
            }
        }
        return attempts;
    }

    private boolean isReady(OutboxEntry entry, Now now, long newest) {
        if (entry.isExpired(now)) {
            nextExpiryCheck = now.nanos();
            return false;
        }
        return entry.write().sequence() <= newest && !entry.isFromTheFuture(now) && !isKeptBack(entry.write());
    }

    private boolean isKeptBack(OutboxWrite write) {
        return commit.isFailing() && commit.keepsBack(write);
    }

    private void settle(OutboxLane lane, OutboxEntry entry, State before, OutboxAttempt.Result result) {
        OutboxWrite write = entry.write();
        OutboxWrite by = entry.by();
        inFlight.remove(entry);
        if (result.found() != null) {
            events.resent(write, result.found());
        }
        switch (result.outcome().fate(before, by != null)) {
            case SENT -> {
                finish(lane, entry);
                events.sent(write);
            }
            case REFUSED -> {
                finish(lane, entry);
                commit.add(new DeadLetter(write, result.reason(), clock.get().time()));
                events.refused(write, result.reason());
            }
            case SUPERSEDED -> {
                if (by != null) {
                    events.superseded(write, by);
                }
            }
            case SEND_AGAIN -> {
                entry.state(State.QUEUED);
                commit.add(new Put(write, State.QUEUED));
            }
            case READ_BACK -> entry.state(State.UNKNOWN);
        }
        lane.ended(entry, result, clock.get().nanos());
    }

    private void finish(OutboxLane lane, OutboxEntry entry) {
        lane.queue.remove(entry);
        if (entry.by() == null) { // otherwise, the change that replaced it deletes it
            commit.add(new Delete(entry.write()));
        }
    }

    private void expire(Now now) {
        if (nextExpiryCheck - now.nanos() > 0) {
            return;
        }
        long soonest = isEmpty() ? TimeUnit.DAYS.toNanos(1) : EXPIRY_CHECK;
        for (OutboxLane lane : lanes.values()) {
            for (OutboxEntry entry : List.copyOf(lane.queue.pending())) {
                if (!entry.isExpired(now)) {
                    soonest = Math.min(soonest, entry.remaining(now).toNanos());
                } else if (!inFlight.containsKey(entry)) {
                    finish(lane, entry);
                    events.expired(entry.write());
                }
            }
        }
        // Also superseded ones. The client's deadline does not know the clock.
        inFlight.forEach((entry, attempt) -> {
            if (entry.isExpired(now)) {
                attempt.withdraw();
            }
        });
        nextExpiryCheck = now.nanos() + Math.max(soonest, LEAST_EXPIRY_CHECK);
    }

    static void supersede(OutboxQueue queue, OutboxEntry older, OutboxWrite by) {
        older.by(by);
        queue.remove(older);
    }

    /** Notifies of a superseded write, unless it is being sent: then its outcome decides. */
    private void tellSuperseded(OutboxQueue queue, OutboxEntry older, OutboxWrite by) {
        if (!queue.inFlight().contains(older)) {
            events.superseded(older.write(), by);
        }
    }

    private void beginDirectWrites() {
        for (Iterator<OutboxHold> each = holds.iterator(); each.hasNext(); ) {
            OutboxHold hold = each.next();
            // Otherwise, an older value that is still in the file could be sent after a crash.
            boolean isStored = !commit.concerns(hold.write());
            if (isStored && !lane(hold.request().endpoint()).queue.isBusy(hold.write())) {
                each.remove();
                hold.request().done().complete(hold.write());
            }
        }
    }

    private long nextTurn(Now now, boolean mayHaveReady) {
        long next = nextExpiryCheck;
        if (!commit.isDone()) {
            next = Math.min(next, commit.retryAt());
        }
        if (!isStopped) {
            for (OutboxLane lane : lanes.values()) {
                if (lane.isIdle()) {
                    next = Math.min(next, mayHaveReady ? lane.nextAttempt() : lane.nextEnd(now.nanos(), next));
                }
            }
        }
        return next;
    }

    private OutboxLane lane(String endpoint) {
        return lanes.computeIfAbsent(endpoint, any -> new OutboxLane(any, order));
    }

    /** Refuses the writes that wait, after an unexpected failure. */
    void refuseAll(Throwable cause) {
        OutboxException refusal = new OutboxException("the outbox failed: " + cause, cause);
        requests.forEach(request -> request.done().completeExceptionally(refusal));
        requests.clear();
    }

    /** Closes the storage, after a last commit. */
    void close() throws IOException {
        isStopped = true;
        holds.forEach(hold -> hold.request().done().completeExceptionally(new IllegalStateException("closed")));
        commit.execute(List.of(), commit.retryAt());
        storage.close();
    }

    /** Returns the dead letters, also those that are not stored yet. */
    List<DeadLetter> deadLetters() throws IOException {
        List<DeadLetter> all = new ArrayList<>(storage.deadLetters());
        all.addAll(commit.deadLetters());
        return List.copyOf(all);
    }
}
