package io.wwep.benchmarks.client;

/** What clients are measured at; not all can do all. */
public enum Work {
    /** One thread, one exchange at a time. */
    SYNC,
    /** Many threads that share one connection. */
    SHARED,
    /** Many requests at once, then all their replies. */
    PIPELINED,
    /** Requests whose replies are futures, several under way on one connection. */
    FUTURES,
    /** A connection for each exchange. */
    CONNECT
}
