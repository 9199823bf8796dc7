package io.wwep.benchmarks.client;

import java.io.Closeable;

/** A client that is connected, or that connects for each exchange. */
public interface Session extends Closeable {

    /** One request and its reply, which must be the one expected. */
    void exchange() throws Exception;

    /** How many times the usual time to warm up it takes: Netty is much more code to compile than a socket. */
    default int warmUpTimes() {
        return 1;
    }

    /** This many requests at once, and all their replies. Only of a client that does not lack {@link Work#PIPELINED}. */
    default void exchangeAll(int count) throws Exception {
        throw new UnsupportedOperationException("this client does not pipeline");
    }
}
