package io.wwep.examples.lab;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device that the server has seen.
 *
 * @param device the id, four digits
 * @param name null if it has none; not safe in HTML or CSV as it is
 * @param leds the LEDs of registers 05 and 06; null where the register's value is not known
 * @param lastSeen when its last message was received; null if it has sent none
 * @param accepted how many of its messages were accepted
 * @param refused how many of its messages were answered {@code X}, illegal ones included as far as the device is known
 * @param peers who sent its messages: addresses, or {@code board} and the board's id; at most the newest 8
 * @param conflict whether two of these sent messages within 60 s
 * @param registers the values that are known, four digits each, by register, two digits
 */
public record DeviceState(
        String device,
        @Nullable String name,
        List<@Nullable Boolean> leds,
        @Nullable Instant lastSeen,
        long accepted,
        long refused,
        List<String> peers,
        boolean conflict,
        SortedMap<String, String> registers) {

    /** Copies the collections. */
    public DeviceState {
        Objects.requireNonNull(device, "device");
        leds = Collections.unmodifiableList(new ArrayList<>(leds));
        peers = List.copyOf(peers);
        registers = Collections.unmodifiableSortedMap(new TreeMap<>(registers));
    }
}
