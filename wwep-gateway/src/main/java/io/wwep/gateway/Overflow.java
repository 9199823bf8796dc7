package io.wwep.gateway;

/** Which reading is dropped when the buffer of a watch is full. */
public enum Overflow {
    /** The oldest in the buffer, so that the newest is always delivered in the end. */
    DROP_OLDEST,
    /** The newest, so that those in the buffer stay as they came. */
    DROP_NEWEST
}
