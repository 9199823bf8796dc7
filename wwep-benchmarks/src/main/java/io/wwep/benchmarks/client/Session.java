package io.wwep.benchmarks.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A connected client, or one that connects for each exchange. */
public interface Session extends Closeable {

    /** Sends one request and checks its reply. */
    void exchange() throws Exception;

    /** Returns the factor for the warm-up time: Netty has much more code to compile than a socket. */
    default int warmUpFactor() {
        return 1;
    }

    /**
     * Sends the given number of requests at once and checks all replies. Only if the client supports {@link
     * Work#PIPELINED}.
     */
    default void exchangeAll(int count) throws Exception {
        throw new UnsupportedOperationException("this client does not pipeline");
    }

    /**
     * Sends one request and returns the future of its reply, for {@link #verify}. Only if the client supports {@link
     * Work#FUTURES}.
     */
    default CompletableFuture<?> exchangeAsync() throws Exception {
        throw new UnsupportedOperationException("this client has no futures");
    }

    /**
     * Checks the reply of a future. A separate method, so that no dependent future is measured.
     *
     * @throws UnexpectedReplyException if it is not the expected reply
     */
    default void verify(Object reply) throws IOException {
        throw new UnsupportedOperationException("this client has no futures");
    }
}
