package io.wwep.examples.board;

import java.util.List;

/**
 * Where a button and its LED are connected.
 *
 * @param button GPIO number (BCM) of the button's pin
 * @param led GPIO number (BCM) of the LED's pin
 */
public record Pins(int button, int led) {

    /** The default pins of the first and second pair: 18, 15 and 16, 13 on a Raspberry Pi's header. */
    public static final List<Pins> DEFAULTS = List.of(new Pins(24, 22), new Pins(23, 27));
}
