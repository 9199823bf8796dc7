package io.wwep.examples.lab;

import io.wwep.protocol.DeviceId;
import io.wwep.server.Exchange;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a lab knows, and the events of its changes. Not thread-safe. */
final class ClassRoom {

    static final int ROWS_PER_SECOND = 200;
    static final int MAX_ROWS = 1_000;

    /** How many devices are reported at once. */
    private static final int DEVICES_AT_ONCE = 25;

    private final Senders senders;
    private final EventLog events = new EventLog();
    private final Devices devices = new Devices();
    private final Deque<ExchangeRow> rows = new ArrayDeque<>();
    private final Map<String, BoardState> boards = new LinkedHashMap<>();

    /** Devices that have changed since they were last reported. */
    private final Set<DeviceId> changed = new LinkedHashSet<>();

    private int rowsLeft = ROWS_PER_SECOND;
    private long skipped;
    private LabState.Counts reported = new LabState.Counts(0, 0, 0);
    private boolean unsaved;

    ClassRoom(Senders senders) {
        this.senders = senders;
    }

    EventLog events() {
        return events;
    }

    /** Takes an exchange of the server. */
    void see(Exchange exchange) {
        DeviceId id = senders.device(exchange);
        Device device = id == null ? null : devices.use(id);
        if (device != null) {
            boolean wasStudent = device.isStudent();
            if (device.see(exchange, senders.peer(exchange))) {
                changedProgress(device);
            } else if (device.isStudent() != wasStudent) {
                report(device);
            }
            changed.add(device.id());
        }
        if (rowsLeft == 0) {
            skipped++;
            return;
        }
        rowsLeft--;
        ExchangeRow row = Exchanges.row(exchange, id, device == null ? null : device.name());
        rows.add(row);
        if (rows.size() > MAX_ROWS) {
            rows.remove();
        }
        events.add(number -> new LabEvent.ExchangeAdded(number, row));
    }

    /** Takes the numbers of a device's exchanges that were not seen one by one. */
    void count(Intake.Dropped numbers) {
        Device device = devices.use(numbers.device());
        if (device != null) {
            device.count(numbers.accepted(), numbers.refused());
            changed.add(device.id());
        }
    }

    /** Adds a board. Its device gets the board's name if it has none. */
    void open(BoardState state, DeviceId id) {
        boards.put(state.board(), state);
        events.add(number -> new LabEvent.BoardChanged(number, state));
        Device device = devices.use(id);
        if (device != null) {
            device.hasBoard(true);
            if (device.name() == null) {
                device.name(state.name());
            }
            changedProgress(device);
            changed.add(id);
        }
    }

    /** Replaces the state of a board, unless a reset has removed it. */
    void changed(BoardState state) {
        if (boards.replace(state.board(), state) != null) {
            events.add(number -> new LabEvent.BoardChanged(number, state));
        }
    }

    /** Names a device; null takes its name away. Returns whether there is room for it. */
    boolean name(DeviceId id, @Nullable String name) {
        Device device = devices.use(id);
        if (device == null) {
            return false;
        }
        device.name(name);
        changedProgress(device);
        changed.add(id);
        return true;
    }

    /** Takes the value of a register that was read from or written to the store. */
    void register(DeviceId id, int register, int value) {
        Device device = devices.use(id);
        if (device != null) {
            device.set(register, value);
            changed.add(id);
        }
    }

    /** Ticks an exercise of a student off. */
    void tick(DeviceId id, Exercise exercise, Instant time) {
        Device device = devices.use(id);
        if (device != null && device.ticks().tick(exercise, time)) {
            changedProgress(device);
            changed.add(id);
        }
    }

    private void changedProgress(Device device) {
        unsaved = true;
        report(device);
    }

    private void report(Device device) {
        StudentState student = device.student();
        events.add(number -> new LabEvent.StudentChanged(number, student));
    }

    /** Makes events of devices that have changed; of some, if there are many. */
    void reportDevices() {
        Iterator<DeviceId> each = changed.iterator();
        for (int count = 0; count < DEVICES_AT_ONCE && each.hasNext(); count++) {
            devices.find(each.next())
                    .map(Device::state)
                    .ifPresent(state -> events.add(number -> new LabEvent.DeviceChanged(number, state)));
            each.remove();
        }
    }

    boolean hasChangedDevices() {
        return !changed.isEmpty();
    }

    /** Ends a second: allows new rows, finds conflicts that are over, and reports the counts. */
    void endSecond(Instant now, long dropped, LabState.Counts counts) {
        rowsLeft = ROWS_PER_SECOND;
        for (Device each : devices.all()) {
            if (each.findConflict(now)) {
                changed.add(each.id());
            }
        }
        long left = skipped + dropped;
        skipped = 0;
        if (left > 0 || !counts.equals(reported)) {
            reported = counts;
            events.add(number -> new LabEvent.Sampled(number, left, counts));
        }
    }

    /** Returns the progress if it has changed since the last call. */
    Optional<ClassProgress> takeUnsaved() {
        boolean taken = unsaved;
        unsaved = false;
        return taken ? Optional.of(progress()) : Optional.empty();
    }

    /** Has the progress saved again. */
    void saveAgain() {
        unsaved = true;
    }

    /** Forgets exchanges, boards, names and ticks; registers stay. */
    void reset() {
        rows.clear();
        boards.clear();
        changed.clear();
        devices.reset();
        senders.reset();
        skipped = 0;
        unsaved = true;
        events.add(LabEvent.Reset::new);
    }

    /** Replaces names and ticks by saved ones. */
    void restore(ClassProgress progress) {
        devices.all().forEach(device -> {
            device.name(null);
            device.ticks().clear();
        });
        load(progress);
        unsaved = true;
        events.add(LabEvent.Reset::new);
    }

    /** Takes saved names and ticks, without events. */
    void load(ClassProgress progress) {
        for (StudentState student : progress.students()) {
            Device device = devices.use(DeviceId.parse(student.device()));
            if (device != null) {
                device.name(student.name());
                device.ticks().restore(student.ticks());
            }
        }
    }

    /** Returns the registers of a device whose values are known. */
    List<Integer> registers(DeviceId id) {
        return devices.find(id).map(Device::registers).orElse(List.of());
    }

    ClassProgress progress() {
        return new ClassProgress(devices.students());
    }

    LabState state(LabState.Server server, LabState.Counts counts) {
        return new LabState(
                events.last(),
                server,
                counts,
                List.copyOf(rows),
                devices.states(),
                List.copyOf(boards.values()),
                devices.students());
    }
}
