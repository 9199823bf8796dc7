package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Receives the events of an endpoint, in order and under a lock, and passes them on once no lock is held. */
public interface EndpointObserver {

    /** Called when a connection was opened. */
    default void opened(InetSocketAddress server, InetSocketAddress local) {}

    /**
     * Called when a connection ended.
     *
     * @param cause what broke it, or null if it was closed in an orderly way
     */
    default void closed(InetSocketAddress server, @Nullable WwepException cause) {}

    /**
     * Called when a request was answered.
     *
     * @param nanos the nanoseconds from the call to the reply
     */
    default void exchanged(WwepRequest request, WwepReply reply, long nanos) {}

    /** Called when a request got no valid answer. */
    default void failed(WwepRequest request, WwepException cause) {}

    /** Passes on the events received so far, without waiting. Must be called without a lock. */
    default void dispatch() {}
}
