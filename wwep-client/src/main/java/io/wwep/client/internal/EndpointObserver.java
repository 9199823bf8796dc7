package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Notes what happens at an endpoint, in its order and under a lock, and passes it on when no lock is held. */
public interface EndpointObserver {

    /** A connection was opened. */
    default void opened(InetSocketAddress server, InetSocketAddress local) {}

    /**
     * A connection ended.
     *
     * @param cause what broke it, or null if it was closed in good order
     */
    default void closed(InetSocketAddress server, @Nullable WwepException cause) {}

    /**
     * A request was answered.
     *
     * @param nanos from the call to the reply
     */
    default void exchanged(WwepRequest request, WwepReply reply, long nanos) {}

    /** A request had no valid answer. */
    default void failed(WwepRequest request, WwepException cause) {}

    /** Passes on what was noted, soon and without waiting. Under no lock. */
    default void dispatch() {}
}
