package io.wwep.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A connection's way of abusing the server. */
@FunctionalInterface
interface BadPeer {

    /**
     * Does what is to be done now, without waiting.
     *
     * @param channel connected, and never blocking
     * @param age nanoseconds since it was opened
     * @return false: it is done with, and is to be replaced; as it is after an exception
     */
    boolean goesOn(SocketChannel channel, long age) throws IOException;
}
