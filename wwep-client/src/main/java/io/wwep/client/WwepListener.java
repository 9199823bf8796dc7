package io.wwep.client;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a client. Override the methods you need.
 *
 * <p>Events arrive one at a time, in order and soon after they happen, on a daemon thread of the client's
 * {@linkplain WwepClientBuilder#resources resources}. No lock is held, so a listener may use the client, and a slow listener
 * delays no exchange. At most 10,000 events wait for a listener. When that many are waiting, new events are dropped, with one
 * warning in the log; once the listener has caught up, the log says how many events it missed. Exceptions that it throws are
 * logged and do not affect the client. A listener shared by several clients must be thread-safe.
 */
public interface WwepListener {

    /**
     * Called when a connection to the server has been opened, with TLS after the handshake.
     *
     * @param server the address that was reached
     * @param local this side's address and port
     */
    default void connected(InetSocketAddress server, InetSocketAddress local) {}

    /**
     * Called when a connection has ended.
     *
     * @param server the address that was reached
     * @param cause what broke it, even while it was idle, or null if either side closed it in an orderly way. A server that
     *     answers a connection without requests with {@code X}, as course servers do, closes it in an orderly way
     */
    default void disconnected(InetSocketAddress server, @Nullable WwepException cause) {}

    /**
     * Called when a request has been answered, whether accepted or refused.
     *
     * @param request as the caller gave it
     * @param reply a valid answer to it
     * @param took the time from the call to the reply, including waiting and connecting
     */
    default void exchanged(WwepRequest request, WwepReply reply, Duration took) {}

    /**
     * Called when a request got no valid answer; in a batch, once for each such request.
     *
     * @param request as the caller gave it
     * @param cause the failure, whose delivery says whether the request may have been carried out; a
     *     {@link io.wwep.protocol.WwepCancelledException} if the application canceled or completed the future
     */
    default void failed(WwepRequest request, WwepException cause) {}
}
