package io.wwep.benchmarks.server;

/** The servers, each a process of its own. */
public enum ServerKind {
    /** WWEP, from the minimal {@link EchoServer}. */
    WWEP,
    /** Modbus's write single register, from the same. */
    MODBUS,
    /** WWEP, from the server of this project. */
    OURS,
    /** {@code redis-server}, without persistence and without TLS. */
    REDIS
}
