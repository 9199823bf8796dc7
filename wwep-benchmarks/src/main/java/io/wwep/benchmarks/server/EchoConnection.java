package io.wwep.benchmarks.server;

import java.io.IOException;

/** A connection of the {@link EchoServer}. */
interface EchoConnection {

    /**
     * Does what is possible without blocking; returns the interest operations of {@link java.nio.channels.SelectionKey}
     * to wait for.
     */
    int ready() throws IOException;

    void close();
}
