package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What arrives at the server of a crash test: values only grow, so none may be smaller than one before it. Thread-safe. */
final class OutboxArrivals {

    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Map<Integer, Integer> newest = new HashMap<>();
    private final Map<Integer, BitSet> expired = new HashMap<>();
    private final List<String> olderOverNewer = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private boolean allHaveExpired;
    private long count;

    /** A value that was written to a register. */
    record RegisterValue(int register, int value) {}

    /** Notes a write on its arrival, before it is carried out. */
    synchronized void arrived(int register, int value) {
        count++;
        notifyAll();
        RegisterValue write = new RegisterValue(register, value);
        if (expired.getOrDefault(register, new BitSet()).get(value)
                || (allHaveExpired && OutboxCrashProgram.isShort(register))) {
            late.add(write.toString());
        }
        int before = newest.getOrDefault(register, 0);
        if (value < before) {
            olderOverNewer.add(write + " after " + before);
        }
        newest.put(register, value);
    }

    /** From now on, none of these may arrive. */
    synchronized void expired(List<RegisterValue> writes) {
        writes.forEach(write ->
                expired.computeIfAbsent(write.register(), any -> new BitSet()).set(write.value()));
    }

    /** From now on, nothing that is valid for a short time may arrive. */
    synchronized void allHaveExpired() {
        allHaveExpired = true;
    }

    /** Waits until this number of further writes has arrived. */
    synchronized void await(int more) throws InterruptedException {
        long enough = count + more;
        long end = System.nanoTime() + LIMIT_NANOS;
        while (count < enough) {
            assertThat(System.nanoTime() - end).as("writes arrive").isNegative();
            wait(TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS));
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized void assertInOrderAndInTime() {
        assertThat(olderOverNewer).as("older values over newer ones").isEmpty();
        assertThat(late).as("writes that arrived when they had expired").isEmpty();
    }
}
