package io.wwep.client;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a client does; override what is of interest.
 *
 * <p>Calls come one at a time and in the order of what they tell, on the threads that use the client, after their exchange
 * and under no lock: a listener may use the client. A slow one delays these threads. What it throws is logged, and stops
 * nothing.
 */
public interface WwepListener {

    /**
     * A connection to the server was opened.
     *
     * @param server the server's address, by the name it was dialled by
     */
    default void connected(InetSocketAddress server) {}

    /**
     * A connection ended.
     *
     * @param server the server's address, by the name it was dialled by
     * @param cause what broke it, or null if it was closed in good order, by either side
     */
    default void disconnected(InetSocketAddress server, @Nullable WwepException cause) {}

    /**
     * A request was answered, accepted or refused.
     *
     * @param request as it was sent, or was to be
     * @param reply accepted or refused
     * @param took from the call to the reply, waiting and connecting included
     */
    default void exchanged(WwepRequest request, WwepReply reply, Duration took) {}

    /**
     * A request had no valid answer.
     *
     * @param request as it was sent, or was to be
     * @param cause as the caller gets it
     */
    default void failed(WwepRequest request, WwepException cause) {}
}
