package io.wwep.examples;

import java.util.OptionalInt;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Queues button presses: a button may be pressed while an exchange is in flight, and each press gets its own exchange,
 * in turn.
 *
 * <p>Safe for use by several threads.
 */
final class PressQueue {

    private final BlockingDeque<OptionalInt> buttons = new LinkedBlockingDeque<>();

    /**
     * Adds a press of a button.
     *
     * @param button its number on the board
     */
    void add(int button) {
        buttons.add(OptionalInt.of(button));
    }

    /** Ends the queue after the waiting presses. */
    void end() {
        buttons.add(OptionalInt.empty());
    }

    /** Ends the queue at once; drops the waiting presses. */
    void endNow() {
        buttons.addFirst(OptionalInt.empty());
    }

    /** Waits for the next press and returns its button's number; empty at the end. */
    OptionalInt take() throws InterruptedException {
        return buttons.take();
    }
}
