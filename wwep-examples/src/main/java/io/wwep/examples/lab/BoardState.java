package io.wwep.examples.lab;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A board that a student opened.
 *
 * @param board the board's id, such as {@code b1}
 * @param device the id of its device, four digits
 * @param name the student's name; not safe in HTML or CSV as it is
 * @param mac its MAC address, such as {@code 00:A0:50:01:02:03}
 * @param leds whether LED 0 and LED 1 are on
 * @param last its last exchange; null if there was none
 */
public record BoardState(
        String board,
        String device,
        String name,
        String mac,
        List<Boolean> leds,
        @Nullable BoardExchange last) {

    /** Copies the list. */
    public BoardState {
        Objects.requireNonNull(board, "board");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mac, "mac");
        leds = List.copyOf(leds);
    }
}
