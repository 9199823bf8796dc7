package io.wwep.benchmarks.server;

/** The servers, each in a separate process. */
public enum ServerKind {
    /** WWEP, from the minimal {@link EchoServer}. */
    WWEP,
    /** Modbus write single register, from the same server. */
    MODBUS,
    /** WWEP, from the server of this project. */
    OURS,
    /** {@code redis-server}, without persistence and without TLS. */
    REDIS
}
