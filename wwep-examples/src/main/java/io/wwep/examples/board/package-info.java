/** A board with a button and an LED, simulated or on a Raspberry Pi's pins, through Pi4J. */
@NullMarked
package io.wwep.examples.board;

import org.jspecify.annotations.NullMarked;
