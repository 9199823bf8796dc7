package io.wwep.protocol;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives the bytes that a client or server receives and sends, for example to write them to a capture file. Over TLS, it
 * receives them decrypted: protect what you store.
 *
 * <p>It runs on the sending and receiving threads, so it must return quickly. One of them is the event loop that all clients
 * of the process share by default: if the listener blocks there, all of them wait. Several threads may call it at once.
 * Exceptions it throws are caught; only the first is logged.
 */
@FunctionalInterface
public interface WireListener {

    /**
     * Called when a connection has been opened, with TLS after the handshake. A connection whose handshake fails is not reported.
     *
     * @param local this side's address and port
     * @param remote the other side's address and port
     * @return what receives the bytes of this connection, or null to ignore the connection
     */
    @Nullable
    Connection opened(InetSocketAddress local, InetSocketAddress remote);

    /**
     * Receives the bytes of one connection. Received bytes are reported in order, and so are sent bytes, but one thread may
     * report received bytes while another reports sent ones. Sent bytes are reported just before they are handed to the
     * operating system, so that a request is always reported before its reply.
     *
     * <p>The arrays are reused: copy what you keep, and do not change them.
     */
    interface Connection {

        /**
         * Called when bytes were received.
         *
         * @param bytes contains them
         * @param from the index of the first one
         * @param length the number of bytes, at least 1
         */
        default void received(byte[] bytes, int from, int length) {}

        /**
         * Called when bytes are about to be sent. If the connection breaks, the last of them may not leave.
         *
         * @param bytes contains them
         * @param from the index of the first one
         * @param length the number of bytes, at least 1
         */
        default void sent(byte[] bytes, int from, int length) {}

        /** Called once, when the other side has ended its output. The other side can still receive. */
        default void receivedEnd() {}

        /** Called once, when this side is about to end its output. This side can still receive. */
        default void sentEnd() {}

        /** Called once, when this side has closed the connection, or is about to. */
        default void closed() {}
    }

    /**
     * {@return a listener that passes all events on to this one, and never throws} Clients and servers use it.
     *
     * @param onFirstFailure receives the first thing that this listener throws; later ones are dropped
     */
    default WireListener guarded(Consumer<? super Throwable> onFirstFailure) {
        Objects.requireNonNull(onFirstFailure, "onFirstFailure");
        return new GuardedWireListener(this, onFirstFailure);
    }
}
