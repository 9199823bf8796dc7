package io.wwep.stress;

import java.util.List;

/**
 * A call with its requests and outcome. The requests of a batch are executed in order.
 *
 * @param begin the {@link Clock} value before the call
 * @param end the {@link Clock} value after the call
 */
record Call(String caller, long begin, long end, Ending ending, List<Exchange> exchanges) {

    /** How a call ended for its caller. */
    enum Ending {
        ANSWERED,
        UNKNOWN,
        NOT_SENT,
        INTERRUPTED,
        CANCELLED
    }

    Call {
        exchanges = List.copyOf(exchanges);
    }

    @Override
    public String toString() {
        return caller + " [" + begin + ", " + end + "] " + ending + " " + exchanges;
    }
}
