package io.wwep.examples.lab;

import java.util.List;

/** Receives a lab's events. */
@FunctionalInterface
public interface LabListener {

    /**
     * Called with new events in the order of their ids, on one thread of the lab. Must not block: all listeners and the lab's
     * state wait for it. An exception is logged.
     *
     * @param events at least one
     */
    void changed(List<LabEvent> events);
}
