package io.wwep.examples.lab.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.examples.lab.Lab;
import io.wwep.examples.lab.LabState;

/** Writes the lab's state for many pages; writes it again only if it has changed. Thread-safe. */
final class StateJson {

    private final Lab lab;
    private final long firstEvent;

    @GuardedBy("this")
    private long written = -1;

    @GuardedBy("this")
    private String members = "";

    /** Creates a writer; {@code firstEvent} is added to the ids of events. */
    StateJson(Lab lab, long firstEvent) {
        this.lab = lab;
        this.firstEvent = firstEvent;
    }

    String text(Request request) {
        long event;
        String rest;
        synchronized (this) {
            LabState state = lab.state();
            if (state.event() != written) {
                members = LabJson.members(state);
                written = state.event();
            }
            event = written;
            rest = members;
        }
        return "{\"event\":" + (firstEvent + event) + ",\"you\":" + LabJson.you(request.isInstructor(), request.board())
                + "," + rest + "}";
    }
}
