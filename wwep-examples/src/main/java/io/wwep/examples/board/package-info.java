/** A board with buttons and LEDs, simulated or on a Raspberry Pi's pins, through Pi4J. */
@NullMarked
package io.wwep.examples.board;

import org.jspecify.annotations.NullMarked;
