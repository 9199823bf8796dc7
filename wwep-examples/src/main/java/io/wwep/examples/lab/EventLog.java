package io.wwep.examples.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Numbers events, and keeps those that wait for delivery. Not thread-safe. */
final class EventLog {

    private List<LabEvent> waiting = new ArrayList<>();
    private long last;

    /** Adds the event that is made with the next id. */
    void add(LongFunction<LabEvent> event) {
        last++;
        waiting.add(event.apply(last));
    }

    long last() {
        return last;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<LabEvent> take() {
        List<LabEvent> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }
}
