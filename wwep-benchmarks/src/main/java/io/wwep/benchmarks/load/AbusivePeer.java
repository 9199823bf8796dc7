package io.wwep.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The behavior of a connection that abuses the server. */
@FunctionalInterface
interface AbusivePeer {

    /**
     * Does its next step without waiting.
     *
     * @param channel connected and non-blocking
     * @param age nanoseconds since it was opened
     * @return false if the connection is finished and must be replaced, as after an exception
     */
    boolean proceed(SocketChannel channel, long age) throws IOException;
}
