package io.wwep.stress;

import java.util.List;

/**
 * What a caller asked for at once, and how it ended. The requests of a batch are done in their order.
 *
 * @param begin the {@link Clock}'s time before the call
 * @param end the {@link Clock}'s time after it
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
