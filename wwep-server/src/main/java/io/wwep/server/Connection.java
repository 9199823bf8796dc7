package io.wwep.server;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: its bytes in and out, and the record of what was exchanged.
 *
 * <p>A connection that breaks is no error here: it is the end of the stream, and replies to it are
 * lost. One thread serves it; {@link #close} and {@link #isStalled} are for others too.
 */
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private static final int LINGER_MILLIS = 1_000;
    private static final int LINGER_BYTES = 256 * 1024;
    private static final long NOT_SENDING = 0;

    private final long number;
    private final Socket socket;
    private final InetSocketAddress peer;
    private final int port;
    private final Exchanges exchanges;
    private final List<Transaction> unreported = new ArrayList<>();
    private boolean repliesAreLost;
    private volatile long sendingSince = NOT_SENDING;

    /** An accepted connection; the number is for the log. */
    Connection(long number, Socket socket, Exchanges exchanges) {
        this.number = number;
        this.socket = socket;
        this.peer = new InetSocketAddress(socket.getInetAddress(), socket.getPort());
        this.port = socket.getLocalPort();
        this.exchanges = exchanges;
    }

    /** Milliseconds until this {@link System#nanoTime()}, rounded up; never less than 1. */
    static int millisUntil(long nanoTime) {
        long nanos = nanoTime - System.nanoTime();
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }

    /** An address and a port as people write them: 127.0.0.1:27708, [::1]:27708. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Replies leave when they are sent, not when the last one was acknowledged. */
    void sendAtOnce() {
        try {
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            // On some systems a broken connection takes no option. What it brought is served all the same.
            LOG.debug("{} takes no options: {}", this, e.toString());
        }
    }

    /**
     * Reads what there is, or waits for it.
     *
     * @return how many bytes came, or -1: the stream has ended, or the connection is broken or closed
     * @throws SocketTimeoutException if nothing came within the time
     */
    int receive(byte[] buffer, int offset, int length, int timeoutMillis) throws SocketTimeoutException {
        try {
            socket.setSoTimeout(timeoutMillis);
            return socket.getInputStream().read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("{} broke: {}", this, e.toString());
            return -1;
        }
    }

    /** Notes an exchange, for the log and for the listener after the next {@link #send}. */
    void record(byte[] bytes, int from, int to, WwepReply reply) {
        if (!exchanges.hasListener() && !LOG.isTraceEnabled()) {
            return;
        }
        String message = printable(bytes, from, to);
        LOG.trace("{} received {}", this, message);
        LOG.trace("{} is sent {}", this, reply);
        if (exchanges.hasListener()) {
            unreported.add(exchanges.transaction(peer, port, message, reply));
        }
    }

    /** Sends replies in one write, then tells the listener of what was recorded. */
    void send(byte[] replies, int length) {
        if (length > 0 && !repliesAreLost) {
            sendingSince = System.nanoTime() | 1;
            try {
                socket.getOutputStream().write(replies, 0, length);
            } catch (IOException e) {
                // What the peer sent before it went is done to its end; only the replies have nowhere to go.
                repliesAreLost = true;
                LOG.debug("{} takes no replies: {}", this, e.toString());
            } finally {
                sendingSince = NOT_SENDING;
            }
        }
        for (Transaction transaction : unreported) {
            exchanges.report(transaction);
        }
        unreported.clear();
    }

    /** Whether a write has waited for this long because the peer does not read. */
    boolean isStalled(int millis) {
        long since = sendingSince;
        return since != NOT_SENDING && System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /**
     * Ends the output, then drops what still comes until the peer closes too, for a bounded time and
     * number of bytes. A close over unread input resets the connection, and a reset can take away
     * replies that the peer has not read yet.
     */
    void linger(byte[] buffer) {
        try {
            socket.shutdownOutput();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
            int dropped = 0;
            int count = 0;
            while (count >= 0 && dropped < LINGER_BYTES && System.nanoTime() < end) {
                count = receive(buffer, 0, buffer.length, millisUntil(end));
                dropped += count;
            }
        } catch (IOException e) {
            LOG.debug("{} did not end by itself: {}", this, e.toString());
        }
    }

    /** Drops the input that is already there, within bounds, so that the close is no reset. */
    void dropUnread() {
        try {
            byte[] buffer = new byte[512];
            int dropped = 0;
            while (dropped < LINGER_BYTES && socket.getInputStream().available() > 0) {
                dropped += socket.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            LOG.debug("{} broke: {}", this, e.toString());
        }
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /** Closes at once, also under a thread that is reading or writing. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("{} did not close: {}", this, e.toString());
        }
    }

    @Override
    public String toString() {
        return "connection " + number + " from " + text(peer);
    }

    private static String printable(byte[] bytes, int from, int to) {
        if (from == to) {
            return "";
        }
        int length = Math.min(to - from, WwepRequest.Raw.MAX_LENGTH);
        return WwepRequest.raw(new String(bytes, from, length, StandardCharsets.ISO_8859_1))
                .toString();
    }
}
