package io.wwep.server;

/**
 * Receives each message of a server with its reply, after the reply was sent.
 *
 * <p>It is called on the thread that serves the connection: by several at once under {@link
 * ServerProfile#STANDARD}, and while it runs that connection waits. The exchanges of one
 * connection come in their order. What it throws is logged and has no other effect. It may close the
 * server.
 */
@FunctionalInterface
public interface ExchangeListener {

    /**
     * Called when a message was received and answered, or the connection broke before the reply could be sent.
     *
     * @param exchange the message, its reply, and its connection
     */
    void exchanged(Exchange exchange);
}
