package io.wwep.client;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives what happens in a client; override what is of interest.
 *
 * <p>Calls come one at a time and in the order of what they tell, soon after it, on a daemon thread of the client's
 * {@linkplain WwepClientBuilder#resources resources}, and under no lock: a listener may use the client, and delays nobody. At
 * most 10,000 events wait for a listener. What happens while so many do is dropped, with one warning in the log; once the
 * listener has caught up, the log says how many events it missed. What it throws is logged, and stops nothing.
 */
public interface WwepListener {

    /**
     * A connection to the server was opened, over TLS with its handshake done.
     *
     * @param server the address that was reached
     * @param local this side's address and port
     */
    default void connected(InetSocketAddress server, InetSocketAddress local) {}

    /**
     * A connection ended.
     *
     * @param server the address that was reached
     * @param cause what broke it, also while it was idle, or null if it was closed in good order, by either side
     */
    default void disconnected(InetSocketAddress server, @Nullable WwepException cause) {}

    /**
     * A request was answered, accepted or refused.
     *
     * @param request as the caller gave it
     * @param reply a valid answer to it
     * @param took from the call to the reply, waiting and connecting included
     */
    default void exchanged(WwepRequest request, WwepReply reply, Duration took) {}

    /**
     * A request had no valid answer. Called once for each such request of a batch.
     *
     * @param request as the caller gave it
     * @param cause why not; its delivery says whether the request may have been done. It is a
     *     {@link io.wwep.protocol.WwepCancelledException} if the future was cancelled or completed by its user
     */
    default void failed(WwepRequest request, WwepException cause) {}
}
