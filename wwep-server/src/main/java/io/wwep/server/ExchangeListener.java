package io.wwep.server;

/**
 * Is told of each message that a server received, after its reply was sent.
 *
 * <p>It is called on the thread that serves the connection: by several at once under {@link
 * ServerProfile#STANDARD}, and while it runs that connection waits. The transactions of one
 * connection come in their order. What it throws is logged and has no other effect. It may close the
 * server.
 */
@FunctionalInterface
public interface TransactionListener {

    /**
     * A message was received and answered, or the connection broke before the reply could be sent.
     *
     * @param transaction the message, its reply, and whose it was
     */
    void transaction(Transaction transaction);
}
