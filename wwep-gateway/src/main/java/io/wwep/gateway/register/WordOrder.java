package io.wwep.gateway.register;

/** Which register of a value that fills several comes first. Bytes within a register are always big-endian. */
public enum WordOrder {
    /** The register with the lowest number holds the highest bits. */
    HIGH_FIRST,
    /** The register with the lowest number holds the lowest bits. */
    LOW_FIRST
}
