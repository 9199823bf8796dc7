package io.wwep.examples.lab;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a student has done. A student is a device.
 *
 * @param device the id of the student's device, four digits
 * @param name null if it has none; not safe in HTML or CSV as it is
 * @param ticks when each exercise was first seen done, by its number: {@code 6.1} to {@code 6.7}; null for not yet
 */
public record StudentState(String device, @Nullable String name, SortedMap<String, @Nullable Instant> ticks) {

    /** Copies the map, and adds the exercises that it lacks. */
    public StudentState {
        Objects.requireNonNull(device, "device");
        SortedMap<String, @Nullable Instant> all = new TreeMap<>();
        for (Exercise each : Exercise.values()) {
            all.put(each.toString(), null);
        }
        for (Map.Entry<String, @Nullable Instant> each : ticks.entrySet()) {
            all.put(each.getKey(), each.getValue());
        }
        ticks = Collections.unmodifiableSortedMap(all);
    }
}
