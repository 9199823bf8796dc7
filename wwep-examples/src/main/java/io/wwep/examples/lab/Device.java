package io.wwep.examples.lab;

import io.wwep.examples.board.LedToggle;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.server.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A device, and the student whose device it is. Not thread-safe. */
final class Device {

    /** For how long two peers of one device count as a conflict. */
    static final Duration CONFLICT = Duration.ofSeconds(60);

    private static final int MAX_PEERS = 8;

    /** A register's value, and the number of the exchange that reported it, since exchanges may arrive out of order. */
    private record Value(int value, long number) {}

    private final DeviceId id;
    private final Ticks ticks = new Ticks();
    private final SortedMap<Integer, Value> registers = new TreeMap<>();

    /** When each peer was last seen, the newest last. */
    private final Map<String, Instant> peers = new LinkedHashMap<>();

    private @Nullable String name;
    private @Nullable Instant lastSeen;
    private long accepted;
    private long refused;
    private long lastNumber;
    private boolean conflict;
    private boolean hasBoard;

    Device(DeviceId id) {
        this.id = id;
    }

    DeviceId id() {
        return id;
    }

    Ticks ticks() {
        return ticks;
    }

    @Nullable
    String name() {
        return name;
    }

    /** Names the device; null takes its name away. */
    void name(@Nullable String newName) {
        name = newName;
    }

    void hasBoard(boolean has) {
        hasBoard = has;
    }

    boolean isStudent() {
        return name != null || hasBoard || !ticks.isEmpty();
    }

    /** Takes an exchange of this device. Returns whether it ticked an exercise. */
    boolean see(Exchange exchange, String peer) {
        count(Exchanges.isAccepted(exchange) ? 1 : 0, Exchanges.isAccepted(exchange) ? 0 : 1);
        lastSeen = exchange.received();
        lastNumber = Math.max(lastNumber, exchange.number());
        peers.remove(peer);
        peers.put(peer, exchange.received());
        if (peers.size() > MAX_PEERS) {
            peers.remove(peers.keySet().iterator().next());
        }
        findConflict(exchange.received());
        if (exchange.reply() instanceof WwepReply.Accepted reply) {
            Value known = registers.get(reply.register());
            if (known == null || known.number() < exchange.number()) {
                registers.put(reply.register(), new Value(reply.value(), exchange.number()));
            }
        }
        return ticks.see(exchange);
    }

    void count(int good, int bad) {
        accepted += good;
        refused += bad;
    }

    /** Takes a register's value that was read from or written to the store. */
    void set(int register, int value) {
        registers.put(register, new Value(value, lastNumber));
    }

    /** Returns the registers whose values are known. */
    List<Integer> registers() {
        return new ArrayList<>(registers.keySet());
    }

    /** Finds out whether two peers sent messages lately. Returns whether that has changed. */
    boolean findConflict(Instant now) {
        boolean before = conflict;
        Instant since = now.minus(CONFLICT);
        conflict = peers.values().stream().filter(time -> time.isAfter(since)).count() > 1;
        return conflict != before;
    }

    /** Forgets all but the registers. */
    void reset() {
        ticks.clear();
        peers.clear();
        name = null;
        accepted = 0;
        refused = 0;
        conflict = false;
        hasBoard = false;
    }

    DeviceState state() {
        SortedMap<String, String> values = new TreeMap<>();
        registers.forEach(
                (register, value) -> values.put(Exchanges.register(register), Exchanges.value(value.value())));
        return new DeviceState(
                id.toString(),
                name,
                Arrays.asList(led(0), led(1)),
                lastSeen,
                accepted,
                refused,
                List.copyOf(peers.keySet()),
                conflict,
                values);
    }

    private @Nullable Boolean led(int number) {
        Value value = registers.get(LedToggle.REGISTER + number);
        return value == null ? null : value.value() == 1;
    }

    StudentState student() {
        return new StudentState(id.toString(), name, ticks.byNumber());
    }
}
