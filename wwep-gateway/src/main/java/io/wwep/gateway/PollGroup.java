package io.wwep.gateway;

import java.util.ArrayList;
import java.util.List;

/** The watches of an endpoint that have the same interval, and so fall due together. For the gateway's thread. */
final class PollGroup {

    final long interval;
    final List<PolledWatch> watches = new ArrayList<>();

    /** When they fall due next. */
    long due;

    /** Whether they fell due while the present poll was under way. */
    boolean isOwed;

    PollGroup(long interval, long due) {
        this.interval = interval;
        this.due = due;
    }

    /**
     * Moves on to the first time after now.
     *
     * @return how many times were due, and one is now: 0 if none
     */
    long advance(long now) {
        if (due - now > 0) {
            return 0;
        }
        long times = (now - due) / interval + 1;
        due += times * interval;
        return times;
    }

    void missed(long count) {
        for (int i = 0; i < watches.size(); i++) {
            watches.get(i).missed(count);
        }
    }
}
