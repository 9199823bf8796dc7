package io.wwep.benchmarks.soak;

/** What happens to a connection on its way; none of them changes a byte. */
enum Fault {
    /** Both ends are closed. */
    CLOSE,

    /** Both ends are reset. */
    RESET,

    /** Nothing passes for a time. */
    STALL,

    /** For a time bytes pass one by one. */
    TRICKLE
}
