package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Is told of connections, in their order and under a lock: it may only take note. */
public interface ConnectionObserver {

    /** A connection was opened. */
    default void opened(InetSocketAddress server) {}

    /**
     * A connection ended.
     *
     * @param cause what broke it, or null if it was closed in good order
     */
    default void closed(InetSocketAddress server, @Nullable WwepException cause) {}
}
