package io.wwep.gateway;

/** How far a {@link Reading} can be trusted. */
public enum Quality {
    /** The value was read from the device at the reading's time. */
    GOOD,
    /** A register was never written, so there is no value. */
    UNSET,
    /** The device could not be read; the value, if there is one, is the last one read. */
    STALE,
    /** The registers do not hold a valid value of their type, or kept changing while they were read. */
    INVALID
}
