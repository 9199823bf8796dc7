package io.wwep.benchmarks.soak;

/** The faults of a relayed connection; none of them changes a byte. */
enum Fault {
    /** Both ends are closed. */
    CLOSE,

    /** Both ends are reset. */
    RESET,

    /** No bytes pass for a while. */
    STALL,

    /** Bytes pass one by one for a while. */
    TRICKLE
}
