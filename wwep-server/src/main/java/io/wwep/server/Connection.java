package io.wwep.server;

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
 * A client's connection: its bytes in and out, in plain or over TLS, and the record of what was
 * exchanged.
 *
 * <p>A connection that breaks is no error here: it is the end of the stream, and replies to it are
 * lost. One thread serves it; {@link #close}, {@link #hangUp} and {@link #due} are for others too.
 */
final class Connection {

    /** The first byte of a TLS connection; no text has it. */
    static final int TLS_HANDSHAKE = 0x16;

    /** What {@link #due} says when nothing is to be done in time. */
    static final long NEVER = 0;

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private static final int LINGER_MILLIS = 1_000;
    private static final int LINGER_BYTES = 256 * 1024;

    /** How much later than by itself a read over TLS is ended: it may be writing, as TLS demands. */
    private static final int READ_GRACE_MILLIS = 1_000;

    private final long number;
    private final Socket socket;
    private final InetSocketAddress peer;
    private final int port;
    private final RequestHandler handler;
    private final int stallMillis;
    private final ExchangeRecord record;

    /** Over the socket, if that is not what WWEP goes through itself. */
    private volatile @Nullable SSLSocket tls;

    private @Nullable SSLSession session;
    private boolean anythingCame;
    private boolean repliesAreLost;
    private volatile boolean hungUp;

    /** No message has begun: a server that ends may end the input. */
    private volatile boolean inputMayEnd;

    private volatile boolean finishing;
    private volatile long due = NEVER;

    /**
     * An accepted connection.
     *
     * @param number for the log
     * @param stallMillis for how long its client may leave replies unread
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

    /** The TCP connection. */
    Socket socket() {
        return socket;
    }

    /** From now on it is TLS over the socket, with a client of this subject. */
    void secure(SSLSocket established, @Nullable String subject) {
        tls = established;
        session = established.getSession();
        record.secure(session.getProtocol(), subject);
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

    /** What follows is to be done within this time; nothing in Java ends a write whose peer does not read. */
    void watch(long millis) {
        due = (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)) | 1; // never NEVER
    }

    /** It was done. */
    void unwatch() {
        due = NEVER;
    }

    /** The {@link System#nanoTime()} at which somebody else is to close it, or {@link #NEVER}. */
    long due() {
        return due;
    }

    private boolean isOverdue() {
        long end = due;
        return end != NEVER && System.nanoTime() - end >= 0;
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
            SSLSocket secure = tls;
            return secure == null
                    ? receivePlain(buffer, offset, length)
                    : receiveSecurely(secure, buffer, offset, length, timeoutMillis);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (isClosed()) {
                LOG.debug("{} broke: {}", this, e.toString());
            } else {
                handler.troubles().info(this, "broke", ": " + e);
            }
            return -1;
        } finally {
            inputMayEnd = false;
        }
    }

    private int receivePlain(byte[] buffer, int offset, int length) throws IOException {
        int count = socket.getInputStream().read(buffer, offset, length);
        if (!anythingCame && count > 0) {
            anythingCame = true;
            if (buffer[offset] == TLS_HANDSHAKE && (count == 1 || buffer[offset + 1] == 3)) {
                handler.troubles()
                        .warn(this, "speaks TLS to the plain port; have it use the TLS port, or plain WWEP", "");
            }
        }
        return count;
    }

    private int receiveSecurely(SSLSocket secure, byte[] buffer, int offset, int length, int timeoutMillis)
            throws IOException {
        watch((long) timeoutMillis + READ_GRACE_MILLIS);
        try {
            int count = secure.getInputStream().read(buffer, offset, length);
            if (secure.getSession() != session) {
                handler.troubles()
                        .warn(this, "is closed: its client has renegotiated TLS, and may be another since", "");
                return -1;
            }
            return count;
        } catch (SocketUnderTls.EndOfInputException e) {
            return -1;
        } finally {
            unwatch();
        }
    }

    /** What was exchanged since the last {@link #send}. */
    ExchangeRecord record() {
        return record;
    }

    /** Sends replies in one write, then reports what was recorded. */
    void send(byte[] replies, int length) {
        if (length > 0 && !repliesAreLost) {
            watch(stallMillis);
            try {
                SSLSocket secure = tls;
                (secure == null ? socket : secure).getOutputStream().write(replies, 0, length);
            } catch (IOException e) {
                // What the peer sent before it went is done to its end; only the replies have nowhere to go.
                repliesAreLost = true;
                LOG.debug("{} takes no replies: {}", this, e.toString());
            }
            if (isOverdue() && socket.isClosed()) {
                handler.troubles().warn(this, "is closed: its client has read no reply", " for " + stallMillis + " ms");
            }
            unwatch();
        }
        record.report();
    }

    /**
     * Ends the output, then drops what still comes until the peer closes too, for a bounded time and
     * number of bytes. A close over unread input resets the connection, and a reset can take away
     * replies that the peer has not read yet.
     */
    void linger() {
        linger(LINGER_MILLIS);
    }

    /** As {@link #linger()}, but for no longer than this. */
    void linger(int limitMillis) {
        dropUntilClosed(Math.min(limitMillis, LINGER_MILLIS));
    }

    /**
     * Ends the output, then waits until the client closes too, for this long at most. What it still sends is dropped. The
     * wait is over at once when the server ends.
     */
    void awaitClose(int limitMillis) {
        inputMayEnd = true;
        dropUntilClosed(limitMillis);
    }

    private void dropUntilClosed(int limitMillis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        watch(limitMillis);
        try {
            endTls();
            socket.shutdownOutput();
            byte[] buffer = new byte[8 * 1024];
            int dropped = 0;
            int count = 0;
            while (count >= 0 && dropped < LINGER_BYTES && System.nanoTime() - end < 0) {
                socket.setSoTimeout(millisUntil(end));
                count = socket.getInputStream().read(buffer, 0, buffer.length);
                dropped += count;
            }
        } catch (SocketUnderTls.EndOfInputException e) {
            // It ended by itself.
        } catch (IOException e) {
            LOG.debug("{} did not end by itself: {}", this, e.toString());
        } finally {
            unwatch();
        }
    }

    /** Closes in order: over TLS the client is told that nothing was cut off. */
    void end() {
        watch(LINGER_MILLIS);
        try {
            endTls();
        } catch (IOException e) {
            LOG.debug("{} broke: {}", this, e.toString());
        } finally {
            close();
            unwatch();
        }
    }

    private void endTls() throws IOException {
        SSLSocket secure = tls;
        if (secure != null) {
            secure.shutdownOutput();
        }
    }

    /** Whether this side has ended it. */
    boolean isClosed() {
        return hungUp || socket.isClosed();
    }

    /**
     * The next bytes will begin a request. False: the server ends, and none have come, so there is nothing to wait for.
     */
    boolean awaitsRequest() {
        inputMayEnd = true;
        return !finishing || hasInput();
    }

    private boolean hasInput() {
        try {
            return hasMore() || socket.getInputStream().available() > 0;
        } catch (IOException e) {
            LOG.debug("{} broke: {}", this, e.toString());
            return false;
        }
    }

    /** Whether there is something to be read without waiting for it. */
    boolean hasMore() {
        try {
            SSLSocket secure = tls;
            return (secure == null ? socket : secure).getInputStream().available() > 0;
        } catch (IOException e) {
            LOG.debug("{} broke: {}", this, e.toString());
            return false;
        }
    }

    /** Whether it ends because the server does. */
    boolean isFinishing() {
        return finishing;
    }

    /**
     * Makes the thread that serves it end it when all is answered that has come. Who calls this is to call it again until it
     * has ended: TLS reads what is no request too, and then waits on.
     */
    void finish() {
        finishing = true;
        try {
            if (inputMayEnd && socket.getInputStream().available() == 0) {
                socket.shutdownInput();
            }
        } catch (IOException e) {
            LOG.debug("{} broke: {}", this, e.toString()); // it ends by itself then
        }
    }

    /**
     * Makes the thread that serves it end it: over TLS in order, as soon as it looks for the next
     * request, else at once. Who calls this is to {@link #close} it in a while.
     */
    void hangUp() {
        hungUp = true;
        if (tls == null) {
            close();
            return;
        }
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            LOG.debug("{} broke: {}", this, e.toString());
        }
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
}
