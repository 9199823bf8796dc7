package io.wwep.server;

/**
 * Receives each exchange of a server, after its reply was sent.
 *
 * <p>It is called on the connection's thread, so that connection waits while it runs. Under {@link
 * ServerProfile#STANDARD}, several threads may call it at once. The exchanges of one connection arrive in order. An
 * exception is logged and has no other effect. A listener may close the server.
 */
@FunctionalInterface
public interface ExchangeListener {

    /**
     * Called when a message was received and answered, or when the connection broke before the reply could be sent.
     *
     * @param exchange the message, its reply and its connection
     */
    void exchanged(Exchange exchange);
}
