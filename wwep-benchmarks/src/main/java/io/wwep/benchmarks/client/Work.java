package io.wwep.benchmarks.client;

/** The kinds of work to measure; not every client supports all of them. */
public enum Work {
    /** One thread, one exchange at a time. */
    SYNC,
    /** Many threads on one shared connection. */
    SHARED,
    /** Many requests at once, then all their replies. */
    PIPELINED,
    /** Requests whose replies are futures, several in flight on one connection. */
    FUTURES,
    /** A connection for each exchange. */
    CONNECT
}
