package io.wwep.benchmarks.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

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

    /**
     * Sends one request and returns the future of its reply, for {@link #verify}. Only of a client that does not lack
     * {@link Work#FUTURES}.
     */
    default CompletableFuture<?> exchangeAsync() throws Exception {
        throw new UnsupportedOperationException("this client has no futures");
    }

    /**
     * Checks a reply that a future gave. Apart from the future, so that no second future is measured with it.
     *
     * @throws UnexpectedReplyException if it is not the reply expected
     */
    default void verify(Object reply) throws IOException {
        throw new UnsupportedOperationException("this client has no futures");
    }
}
