package io.wwep.benchmarks.server;

import java.io.IOException;

/** A connection of the {@link EchoServer}. */
interface EchoConnection {

    /** Does what can be done without waiting; gives what to wait for, as {@link java.nio.channels.SelectionKey}'s bits. */
    int ready() throws IOException;

    void close();
}
