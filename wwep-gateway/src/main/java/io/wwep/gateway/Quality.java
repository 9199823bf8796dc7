package io.wwep.gateway;

/** How far a {@link Reading} can be trusted. */
public enum Quality {
    /** The value was read from the device at the reading's time. */
    GOOD,
    /** The register was never written. There is no value. */
    UNSET,
    /** The device could not be read since; the value, if there is one, is the last that was read. */
    STALE,
    /** The registers hold no value of their type, or kept changing while they were read. */
    INVALID
}
