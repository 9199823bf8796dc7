package io.wwep.gateway;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientSettings;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Schedules the polls of an endpoint: groups its watches by interval, and runs one poll at a time. Confined to the
 * gateway's thread, except for the methods marked as callable on any thread.
 */
final class PolledEndpoint extends GatewayThread.Timed {

    /** Maximum delay before a new watch is first polled, even if its interval is longer. */
    private static final long FIRST_POLL = TimeUnit.SECONDS.toNanos(1);

    private final GatewayThread thread;
    private final WwepClient client;
    private final CappedReconnect reconnect;
    private final PollPace pace;
    private final EndpointEvents events;
    private final PollGrid grid;
    private final Poll poll;
    private final Map<Integer, PolledRegister> registers = new HashMap<>(4);
    private final List<PollGroup> groups = new ArrayList<>(1);

    /** New watches with a long interval, to be polled at {@link #freshDue}. */
    private final List<PolledWatch> fresh = new ArrayList<>(0);

    private long freshDue;

    /** Watches to poll as soon as no poll is running. */
    private final List<PolledWatch> urgent = new ArrayList<>(0);

    private boolean closed;

    PolledEndpoint(
            GatewayThread thread,
            WwepClient client,
            WwepClientSettings settings,
            CappedReconnect reconnect,
            PollPace pace,
            EndpointEvents events,
            PollGrid grid) {
        this.thread = thread;
        this.client = client;
        this.reconnect = reconnect;
        this.pace = pace;
        this.events = events;
        this.grid = grid;
        this.poll = new Poll(
                thread,
                client,
                settings.server(),
                settings.replyTimeout().toNanos(),
                settings.mode() == ConnectionMode.ONE_SHOT);
    }

    // ---- on any thread ----

    /** Starts polling a watch. */
    void watch(PolledWatch watch) {
        if (!thread.tryExecute(() -> add(watch))) {
            watch.end();
        }
    }

    void unwatch(PolledWatch watch) {
        thread.tryExecute(() -> remove(watch));
    }

    /** Polls the watches of these registers at once, or after the running poll. */
    void pollNow(DeviceId device, int first, int count) {
        thread.tryExecute(() -> pollUrgently(device, first, count));
    }

    /** Ends all watches. */
    void close() {
        thread.tryExecute(this::end);
    }

    // ---- watches ----

    GatewayThread thread() {
        return thread;
    }

    private void add(PolledWatch watch) {
        if (closed) {
            watch.end();
            return;
        }
        if (!watch.join(this::register)) {
            return; // closed in the meantime
        }
        long now = System.nanoTime();
        long interval = watch.interval();
        group(interval, now).watches.add(watch);
        if (interval > FIRST_POLL) {
            if (fresh.isEmpty()) {
                freshDue = grid.after(now, FIRST_POLL);
            }
            fresh.add(watch);
        }
        events.watches(1);
        long shortest = shortestInterval();
        reconnect.shortestInterval(shortest);
        pace.checkBeforePoll(client, groups, registers.size(), shortest);
        thread.schedule(this, nextDue());
    }

    private PolledRegister register(DeviceId device, int number) {
        return registers.computeIfAbsent(
                key(device, number), key -> new PolledRegister(this, WwepRequest.read(device, number)));
    }

    private static int key(DeviceId device, int number) {
        return device.value() << 8 | number;
    }

    private PollGroup group(long interval, long now) {
        for (PollGroup group : groups) {
            if (group.interval == interval) {
                return group;
            }
        }
        PollGroup added = new PollGroup(interval, grid.after(now, interval));
        groups.add(added);
        return added;
    }

    private void remove(PolledWatch watch) {
        boolean wasStale = watch.isStale();
        if (!watch.leave(register -> registers.remove(
                key(register.request().device(), register.request().register())))) {
            return;
        }
        for (PollGroup group : groups) {
            group.watches.remove(watch);
        }
        groups.removeIf(group -> group.watches.isEmpty());
        fresh.remove(watch);
        urgent.remove(watch);
        events.watches(-1);
        if (wasStale) {
            events.stale(-1);
        }
        reconnect.shortestInterval(shortestInterval());
    }

    private void end() {
        closed = true;
        thread.cancel(this);
        for (PollGroup group : groups) {
            group.watches.forEach(PolledWatch::end);
        }
        groups.clear();
        fresh.clear();
        urgent.clear();
        registers.clear();
    }

    private long shortestInterval() {
        long shortest = Long.MAX_VALUE;
        for (PollGroup group : groups) {
            shortest = Math.min(shortest, group.interval);
        }
        return shortest;
    }

    // ---- polls ----

    @Override
    long fire(long now) {
        if (poll.resume(now)) {
            ended();
        }
        if (poll.isRunning()) {
            checkProgress(now);
            missWhatIsDue(now);
        } else {
            pollWhatIsDue(now);
        }
        return nextDue();
    }

    /** Returns when this must fire next. */
    private long nextDue() {
        long next = System.nanoTime() + TimeUnit.DAYS.toNanos(1);
        for (PollGroup group : groups) {
            next = earlier(next, group.due);
        }
        if (!poll.isRunning()) {
            return fresh.isEmpty() ? next : earlier(next, freshDue);
        }
        if (poll.isPaused()) {
            return earlier(next, poll.resumesAt());
        }
        return poll.isOverdue() ? next : earlier(next, poll.overdueAt());
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    private void pollWhatIsDue(long now) {
        long due = now;
        boolean any = false;
        for (PollGroup group : groups) {
            long groupDue = group.due;
            long times = group.advance(now);
            if (times > 0) {
                any = true;
                due = earlier(due, groupDue);
                miss(group, times - 1);
                group.watches.forEach(poll::add);
            }
        }
        if (!fresh.isEmpty() && freshDue - now <= 0) {
            any = true;
            due = earlier(due, freshDue);
            fresh.forEach(poll::add);
            fresh.clear();
        }
        if (any && poll.start(due, now)) {
            ended();
        }
    }

    /** Skips the polls that fall due while one is running, and counts them as missed. */
    private void missWhatIsDue(long now) {
        for (PollGroup group : groups) {
            long times = group.advance(now);
            if (times > 0) {
                miss(group, times);
                group.isOwed = true;
                if (poll.isOverdue()) {
                    makeStale(group, events.lastError());
                }
            }
        }
    }

    private void miss(PollGroup group, long count) {
        if (count > 0) {
            group.missed(count);
            events.missed(count);
        }
    }

    private void checkProgress(long now) {
        WwepException late = poll.overdue(now);
        if (late != null) {
            events.failed(late);
            poll.makeStale(late);
            makeOwedStale(late);
        }
    }

    /** Makes stale the watches that fell due during a poll that failed or is overdue. */
    private void makeOwedStale(WwepException cause) {
        for (PollGroup group : groups) {
            if (group.isOwed) {
                makeStale(group, cause);
            }
        }
    }

    private static void makeStale(PollGroup group, @Nullable WwepException cause) {
        if (cause != null) {
            group.watches.forEach(watch -> watch.stale(cause));
        }
    }

    private void pollUrgently(DeviceId device, int first, int count) {
        for (int i = first; i < first + count; i++) {
            PolledRegister register = registers.get(key(device, i));
            if (register != null) {
                for (PolledWatch watch : register.watches()) {
                    if (!urgent.contains(watch)) {
                        urgent.add(watch);
                    }
                }
            }
        }
        if (!poll.isRunning()) {
            pollUrgent();
        }
    }

    private void pollUrgent() {
        if (urgent.isEmpty() || closed) {
            return;
        }
        urgent.forEach(poll::add);
        urgent.clear();
        long now = System.nanoTime();
        if (poll.start(now, now)) {
            ended();
        }
        thread.schedule(this, nextDue());
    }

    /** Handles the reply to a read, or its failure. */
    void answered(PolledRegister register, @Nullable WwepReply reply, @Nullable Throwable failure) {
        if (!thread.isCurrent()) {
            // When this thread falls behind, the client's workers complete its futures.
            thread.tryExecute(() -> answered(register, reply, failure));
            return;
        }
        if (closed) {
            return;
        }
        WwepException cause = cause(failure);
        if (cause != null) {
            events.failed(cause);
        }
        boolean isOver = poll.answered(register, reply, cause);
        if (isOver) {
            ended();
        }
        if (isOver || poll.isPaused()) {
            thread.schedule(this, nextDue());
        }
    }

    private static @Nullable WwepException cause(@Nullable Throwable failure) {
        return failure == null || failure instanceof WwepException
                ? (WwepException) failure
                : new WwepProtocolException("reading failed: " + failure);
    }

    void becameStale() {
        events.stale(1);
    }

    void recovered() {
        events.stale(-1);
    }

    private void ended() {
        WwepException failure = poll.failure();
        long took = thread.nanos() - poll.started();
        events.polled(poll.lateness(), took, failure == null, poll.hasReply());
        if (failure != null) {
            makeOwedStale(failure);
        } else {
            pace.checkPoll(client, poll.requests(), took, shortestInterval());
        }
        for (PollGroup group : groups) {
            group.isOwed = false;
        }
        pollUrgent();
    }
}
