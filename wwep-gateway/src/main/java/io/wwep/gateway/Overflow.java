package io.wwep.gateway;

/** Which reading is dropped when the buffer of a watch is full. */
public enum Overflow {
    /** Drops the oldest reading in the buffer, so that the newest is always delivered eventually. */
    DROP_OLDEST,
    /** Drops the new reading, and keeps those in the buffer. */
    DROP_NEWEST
}
