package io.wwep.examples.lab;

import io.wwep.protocol.DeviceId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The devices that a lab keeps, at most 500. A new one replaces the one that was used least recently: one that is no student's,
 * or else one without a name. Not thread-safe.
 */
final class Devices {

    static final int MAX = 500;

    /** The least recently used first. */
    private final Map<DeviceId, Device> all = new LinkedHashMap<>(16, 0.75f, true);

    /** Returns a device, which becomes the most recently used one; empty if it is not kept. */
    Optional<Device> find(DeviceId id) {
        return Optional.ofNullable(all.get(id));
    }

    /** Returns a device, and keeps it from now on; null if there is no room, because all devices have names. */
    @Nullable
    Device use(DeviceId id) {
        Device known = all.get(id);
        if (known != null) {
            return known;
        }
        if (all.size() >= MAX && !makeRoom()) {
            return null;
        }
        Device added = new Device(id);
        all.put(id, added);
        return added;
    }

    private boolean makeRoom() {
        @Nullable DeviceId victim = null;
        for (Device each : all.values()) {
            if (!each.isStudent()) {
                victim = each.id();
                break;
            }
            if (victim == null && each.name() == null) {
                victim = each.id();
            }
        }
        return victim != null && all.remove(victim) != null;
    }

    /** Returns all devices, the least recently used first. */
    Collection<Device> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    List<DeviceState> states() {
        return sorted().stream().map(Device::state).toList();
    }

    List<StudentState> students() {
        return sorted().stream().filter(Device::isStudent).map(Device::student).toList();
    }

    private List<Device> sorted() {
        return all.values().stream().sorted(Comparator.comparing(Device::id)).toList();
    }

    /** Forgets devices that have no known register, and all but the registers of the others. */
    void reset() {
        Iterator<Device> each = all.values().iterator();
        while (each.hasNext()) {
            Device device = each.next();
            device.reset();
            if (device.registers().isEmpty()) {
                each.remove();
            }
        }
    }
}
