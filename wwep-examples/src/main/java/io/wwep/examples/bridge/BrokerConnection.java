package io.wwep.examples.bridge;

import java.util.concurrent.CompletableFuture;

/** One connection to the broker, in one version of the protocol. All messages have QoS 1. Methods do not block. Thread-safe. */
interface BrokerConnection {

    /** Receives what happens on a connection, on a thread of the MQTT client that must not be blocked. */
    interface Listener {

        void received(Received message);

        /** The connection has ended, after it was accepted, or the attempt to connect failed. */
        void lost(Loss loss);
    }

    /** Opens the connection. Completes when the broker has accepted it. */
    CompletableFuture<Void> connect();

    /** Subscribes to a filter. Fails if the broker refuses. */
    CompletableFuture<Void> subscribe(String filter);

    CompletableFuture<Void> unsubscribe(String filter);

    /** Publishes a message. Completes when the broker has acknowledged it, and fails if it refused it or the connection ended. */
    CompletableFuture<Void> publish(Message message);

    /**
     * Ends the delivery of messages, for good. Must be called for each connection, also for one that could not be opened: until then
     * the MQTT client keeps a thread for it.
     */
    void release();

    /** Closes the connection, so that the broker does not publish the will. */
    CompletableFuture<Void> disconnect();
}
