package io.wwep.server;

import io.wwep.protocol.WireListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client connection, plain or TLS: reads and writes its bytes, and records its exchanges.
 *
 * <p>A broken connection is not an error: reads see the end of the stream, and replies are dropped. One thread serves a
 * connection; other threads may call {@link #close}, {@link #abort}, {@link #finish} and {@link #deadline}.
 */
final class Connection {

    /** The first byte of a TLS connection, which no WWEP text contains. */
    static final int TLS_HANDSHAKE = 0x16;

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private static final int LINGER_MILLIS = 1_000;
    private static final int LINGER_BYTES = 256 * 1024;

    /** Added to the timeout of a TLS read, which may have to write first. */
    private static final int READ_GRACE_MILLIS = 1_000;

    private final long number;
    private final Socket socket;
    private final InetSocketAddress peer;
    private final int port;
    private final RequestHandler handler;
    private final int stallMillis;
    private final ExchangeRecord record;

    /** The TLS layer over the socket, or null on a plain connection. */
    private volatile @Nullable SSLSocket tls;

    /** Receives the bytes, or null if nobody wants them. */
    private volatile WireListener.@Nullable Connection wire;

    private @Nullable SSLSession session;
    private boolean receivedAny;
    private boolean outputBroken;
    private volatile boolean aborted;

    /** Whether no message has begun, so that {@link #finish} may shut down the input. */
    private volatile boolean betweenMessages;

    private volatile boolean finishing;
    private final Deadline deadline = new Deadline();

    /**
     * Wraps an accepted connection.
     *
     * @param number identifies it in the log
     * @param stallMillis how long the client may leave replies unread
     */
    Connection(long number, Socket socket, RequestHandler handler, int stallMillis) {
        this.number = number;
        this.socket = socket;
        this.peer = new InetSocketAddress(socket.getInetAddress(), socket.getPort());
        this.port = socket.getLocalPort();
        this.handler = handler;
        this.record = new ExchangeRecord(this, peer, port, handler);
        this.stallMillis = stallMillis;
    }

    /** Formats an address and port: 127.0.0.1:27708, [::1]:27708. */
    static String format(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Returns the TCP socket. */
    Socket socket() {
        return socket;
    }

    /** Switches to TLS over the socket, with the given client subject. */
    void secure(SSLSocket established, @Nullable String subject) {
        tls = established;
        session = established.getSession();
        record.secure(session.getProtocol(), subject);
    }

    /** Reports the bytes from now on to a listener, unless it is null. */
    void report(@Nullable WireListener listener) {
        if (listener != null) {
            InetSocketAddress local = new InetSocketAddress(socket.getLocalAddress(), port);
            wire = listener.opened(local, peer);
        }
    }

    /** Disables Nagle's algorithm: replies are sent without waiting for earlier ones to be acknowledged. */
    void disableNagle() {
        try {
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            // Some systems reject options on a broken connection. The bytes it received are served anyway.
            LOG.debug("cannot set options of {}: {}", this, e.toString());
        }
    }

    /** Returns its deadline, which is armed while it writes. */
    Deadline deadline() {
        return deadline;
    }

    /**
     * Reads available bytes, or waits for some.
     *
     * @return the number of bytes read, or -1 if the stream has ended or the connection is broken or closed
     * @throws SocketTimeoutException if nothing arrives in time
     */
    int receive(byte[] buffer, int offset, int length, int timeoutMillis) throws SocketTimeoutException {
        try {
            socket.setSoTimeout(timeoutMillis);
            SSLSocket secure = tls;
            int count = secure == null
                    ? receivePlain(buffer, offset, length)
                    : receiveSecurely(secure, buffer, offset, length, timeoutMillis);
            WireListener.Connection listener = wire;
            if (listener != null && count > 0) {
                listener.received(buffer, offset, count);
            } else if (listener != null && count < 0) {
                listener.receivedEnd();
            }
            return count;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (isClosed()) {
                LOG.debug("{} was lost: {}", this, e.toString());
            } else {
                handler.log().info(this, "was lost", ": " + e);
            }
            return -1;
        } finally {
            betweenMessages = false;
        }
    }

    private int receivePlain(byte[] buffer, int offset, int length) throws IOException {
        int count = socket.getInputStream().read(buffer, offset, length);
        if (!receivedAny && count > 0) {
            receivedAny = true;
            if (buffer[offset] == TLS_HANDSHAKE && (count == 1 || buffer[offset + 1] == 3)) {
                handler.log()
                        .warn(
                                this,
                                "speaks TLS on the plain port; use the TLS port, or turn TLS off in the client",
                                "");
            }
        }
        return count;
    }

    private int receiveSecurely(SSLSocket secure, byte[] buffer, int offset, int length, int timeoutMillis)
            throws IOException {
        deadline.arm((long) timeoutMillis + READ_GRACE_MILLIS);
        try {
            int count = secure.getInputStream().read(buffer, offset, length);
            if (secure.getSession() != session) {
                handler.log()
                        .warn(this, "was closed: its client renegotiated TLS, so its identity may have changed", "");
                return -1;
            }
            return count;
        } catch (TlsTransportSocket.EndOfInputException e) {
            return -1;
        } finally {
            deadline.disarm();
        }
    }

    /** Returns the exchanges recorded since the last {@link #send}. */
    ExchangeRecord record() {
        return record;
    }

    /** Sends replies in one write, then reports the recorded exchanges. */
    void send(byte[] replies, int length) {
        transmit(replies, length);
        record.report();
    }

    /** Sends a reply and shuts down the output, then reports the recorded exchange: its listener may take long. */
    void sendLast(byte[] reply) {
        transmit(reply, reply.length);
        deadline.arm(stallMillis);
        endOutput();
        deadline.disarm();
        record.report();
    }

    private void transmit(byte[] replies, int length) {
        if (length > 0 && !outputBroken) {
            deadline.arm(stallMillis);
            try {
                WireListener.Connection listener = wire;
                if (listener != null) {
                    listener.sent(replies, 0, length);
                }
                SSLSocket secure = tls;
                (secure == null ? socket : secure).getOutputStream().write(replies, 0, length);
            } catch (IOException e) {
                // Requests sent before the peer left are still executed; only their replies are dropped.
                outputBroken = true;
                LOG.debug("cannot send replies to {}: {}", this, e.toString());
            }
            if (deadline.isOverdue() && socket.isClosed()) {
                handler.log().warn(this, "was closed: its client read no replies", " for " + stallMillis + " ms");
            }
            deadline.disarm();
        }
    }

    /**
     * Shuts down the output, then discards input until the peer closes, within limits of time and bytes. Closing with
     * unread input would reset the connection, and a reset can destroy replies that the peer has not read yet.
     */
    void linger() {
        linger(LINGER_MILLIS);
    }

    /** Lingers like {@link #linger()}, but no longer than this. */
    void linger(int limitMillis) {
        discardUntilClosed(Math.min(limitMillis, LINGER_MILLIS));
    }

    /**
     * Shuts down the output, then waits up to this long for the client to close. Discards what it still sends. Returns
     * at once when the server closes.
     */
    void awaitClose(int limitMillis) {
        betweenMessages = true;
        discardUntilClosed(limitMillis);
    }

    private void discardUntilClosed(int limitMillis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        deadline.arm(limitMillis);
        endOutput();
        try {
            byte[] buffer = new byte[8 * 1024];
            int dropped = 0;
            int count = 0;
            while (count >= 0 && dropped < LINGER_BYTES && System.nanoTime() - end < 0) {
                socket.setSoTimeout(Deadline.millisUntil(end));
                count = socket.getInputStream().read(buffer, 0, buffer.length);
                dropped += count;
            }
        } catch (TlsTransportSocket.EndOfInputException e) {
            // The client closed.
        } catch (IOException e) {
            LOG.debug("{} was not closed by its client: {}", this, e.toString());
        } finally {
            deadline.disarm();
        }
    }

    /** Shuts down the output, unless that was done. */
    private void endOutput() {
        if (socket.isOutputShutdown()) {
            return;
        }
        WireListener.Connection listener = wire;
        if (listener != null) {
            listener.sentEnd();
        }
        try {
            shutdownTlsOutput();
            socket.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("{} was lost: {}", this, e.toString());
        }
    }

    /** Closes gracefully: over TLS, a close_notify shows the client that nothing was cut off. */
    void closeGracefully() {
        deadline.arm(LINGER_MILLIS);
        try {
            shutdownTlsOutput();
        } catch (IOException e) {
            LOG.debug("{} was lost: {}", this, e.toString());
        } finally {
            close();
            deadline.disarm();
        }
    }

    private void shutdownTlsOutput() throws IOException {
        SSLSocket secure = tls;
        if (secure != null && !secure.isOutputShutdown()) {
            secure.shutdownOutput();
        }
    }

    /** Returns whether this side has closed it. */
    boolean isClosed() {
        return aborted || socket.isClosed();
    }

    /**
     * Notes that the next byte begins a message. Returns false if the server is closing and no more input has arrived.
     */
    boolean readyForRequest() {
        betweenMessages = true;
        return !finishing || hasInput();
    }

    private boolean hasInput() {
        try {
            return hasMore() || socket.getInputStream().available() > 0;
        } catch (IOException e) {
            LOG.debug("{} was lost: {}", this, e.toString());
            return false;
        }
    }

    /** Returns whether bytes can be read without waiting. */
    boolean hasMore() {
        try {
            SSLSocket secure = tls;
            return (secure == null ? socket : secure).getInputStream().available() > 0;
        } catch (IOException e) {
            LOG.debug("{} was lost: {}", this, e.toString());
            return false;
        }
    }

    /** Returns whether it ends because the server is closing. */
    boolean isFinishing() {
        return finishing;
    }

    /**
     * Makes the serving thread end the connection once every received request is answered. Call it repeatedly until the
     * connection has ended: TLS may read a record without application data, then wait again.
     */
    void finish() {
        finishing = true;
        try {
            if (betweenMessages && socket.getInputStream().available() == 0) {
                socket.shutdownInput();
            }
        } catch (IOException e) {
            LOG.debug("{} was lost: {}", this, e.toString()); // the serving thread notices
        }
    }

    /**
     * Makes the serving thread end the connection: gracefully over TLS, when it looks for the next request; otherwise
     * at once. The caller must {@link #close} it after a grace period.
     */
    void abort() {
        aborted = true;
        if (tls == null) {
            close();
            return;
        }
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            LOG.debug("{} was lost: {}", this, e.toString());
        }
    }

    /** Closes at once, even while another thread reads or writes. */
    void close() {
        WireListener.Connection listener = wire;
        if (listener != null) {
            listener.closed();
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed: {}", this, e.toString());
        }
    }

    @Override
    public String toString() {
        return "connection " + number + " from " + format(peer);
    }
}
