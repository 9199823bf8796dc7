package io.wwep.examples;

import java.util.OptionalInt;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Presses of the buttons that wait for their exchange: a button may be pressed while an exchange is under way, and every
 * press gets one of its own, in its turn.
 *
 * <p>Safe for use by several threads.
 */
final class PressQueue {

    private final BlockingDeque<OptionalInt> buttons = new LinkedBlockingDeque<>();

    /**
     * A button was pressed.
     *
     * @param button its number on the board
     */
    void add(int button) {
        buttons.add(OptionalInt.of(button));
    }

    /** No press follows those that wait. */
    void end() {
        buttons.add(OptionalInt.empty());
    }

    /** Ends at once; what waits is dropped. */
    void endNow() {
        buttons.addFirst(OptionalInt.empty());
    }

    /** Waits for the next press, and gives its button's number; nothing at the end. */
    OptionalInt take() throws InterruptedException {
        return buttons.take();
    }
}
