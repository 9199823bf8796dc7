package io.wwep.gateway;

import io.wwep.gateway.OutboxStorage.State;

/** How an attempt to send a write ended, and what becomes of the write. */
enum OutboxOutcome {
    /** The server accepted it, or the registers held its values when they were read back. */
    ACCEPTED,

    /** The server answered {@code X}. */
    REFUSED,

    /** Nothing was written. */
    NOT_SENT,

    /** It may have been carried out, also in part. */
    UNKNOWN;

    /** What becomes of a write. */
    enum Fate {
        SENT,
        REFUSED,
        SUPERSEDED,

        /** Stays, in state QUEUED. */
        SEND_AGAIN,

        /** Stays, in state UNKNOWN. */
        READ_BACK
    }

    /**
     * Returns what becomes of a write after an attempt to send it.
     *
     * @param before its state before the attempt
     * @param isSuperseded whether a newer write replaced it meanwhile
     */
    Fate fate(State before, boolean isSuperseded) {
        return switch (this) {
            case ACCEPTED -> Fate.SENT;
            case REFUSED -> Fate.REFUSED;
            case NOT_SENT, UNKNOWN -> {
                if (isSuperseded) {
                    yield Fate.SUPERSEDED;
                }
                yield this == UNKNOWN || before == State.UNKNOWN ? Fate.READ_BACK : Fate.SEND_AGAIN;
            }
        };
    }
}
