package io.wwep.gateway;

import java.util.ArrayList;
import java.util.List;

/** The watches of an endpoint with the same interval, which fall due together. Confined to the gateway's thread. */
final class PollGroup {

    final long interval;
    final List<PolledWatch> watches = new ArrayList<>();

    /** When the watches fall due next. */
    long due;

    /** Whether the watches fell due while the current poll was running. */
    boolean isOwed;

    PollGroup(long interval, long due) {
        this.interval = interval;
        this.due = due;
    }

    /**
     * Advances {@link #due} to the first time after now.
     *
     * @return how many times the watches fell due up to now; 0 if none
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
