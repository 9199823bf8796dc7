package io.wwep.examples;

import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Presses of the button that wait for their exchange: the button may be pressed while an exchange is under way, and
 * every press gets one of its own, in its turn.
 *
 * <p>Safe for use by several threads.
 */
final class PressQueue {

    private enum Event {
        PRESS,
        END
    }

    private final BlockingDeque<Event> events = new LinkedBlockingDeque<>();

    void add() {
        events.add(Event.PRESS);
    }

    /** No press follows those that wait. */
    void end() {
        events.add(Event.END);
    }

    /** Ends at once; what waits is dropped. */
    void endNow() {
        events.addFirst(Event.END);
    }

    /** Waits for the next press; false at the end. */
    boolean take() throws InterruptedException {
        return events.take() == Event.PRESS;
    }
}
