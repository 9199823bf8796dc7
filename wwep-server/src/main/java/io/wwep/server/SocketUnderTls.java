package io.wwep.server;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An accepted connection for TLS to be spoken on.
 *
 * <p>Its read timeout is a limit for all reads until it is set again, not for each. TLS reads a record in pieces: to a client
 * that sends it byte by byte, a limit for each read would be none.
 *
 * <p>It sees alerts in clear, which are no errors of the client's but errors to the JDK once it expects the client to
 * encrypt: OpenSSL sends them when it does not take the server's certificate.
 *
 * <p>Its writes do not fail. TLS would give up reading then, and what a client sent before it went is to be done to its end.
 */
final class SocketUnderTls extends Socket {

    /** Accepts such connections. */
    static final class Listener extends ServerSocket {

        Listener() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            SocketUnderTls accepted = new SocketUnderTls();
            implAccept(accepted);
            return accepted;
        }
    }

    /**
     * The client has ended its output. TLS takes this for a wait that was interrupted, and goes on. Told of the end, it would
     * in TLS 1.2 end its own output too, and replies would have nowhere to go.
     */
    static final class EndOfInputException extends InterruptedIOException {

        private static final long serialVersionUID = 1L;
    }

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private static final int HEADER_BYTES = 5;
    private static final int ALERT_RECORD = 0x15;
    private static final int ALERT_BYTES = 2;

    private volatile long end = System.nanoTime();
    private boolean isEstablished;
    private boolean hasReceived;
    private boolean alertBegins;
    private OptionalInt alert = OptionalInt.empty();

    private SocketUnderTls() throws SocketException {
        super((SocketImpl) null); // it gets the one that was accepted
    }

    /** From now on, reads end within this time, all of them together; 1 or more. */
    @Override
    public synchronized void setSoTimeout(int millis) {
        end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** What is left of the time: the check whether a client's certificate was revoked asks for it. */
    @Override
    public synchronized int getSoTimeout() {
        return Connection.millisUntil(end);
    }

    private void limit() throws IOException {
        if (System.nanoTime() - end >= 0) {
            throw new SocketTimeoutException("the time for reading is over");
        }
        super.setSoTimeout(Connection.millisUntil(end));
    }

    /** The handshake is done. From now on an alert that shows itself as one, in TLS 1.2, is the end of the input. */
    void establish() {
        isEstablished = true;
    }

    /** Whether anything was read. */
    boolean hasReceived() {
        return hasReceived;
    }

    /** The number of the alert that came in clear as the last record, if one did. */
    OptionalInt alert() {
        return alert;
    }

    /** TLS reads a record's header first, and then what it announces. */
    private void lookForAlert(byte[] bytes, int offset, int count) {
        if (alertBegins && count == ALERT_BYTES) {
            alert = OptionalInt.of(bytes[offset + 1] & 0xFF);
        }
        alertBegins = count == HEADER_BYTES && bytes[offset] == ALERT_RECORD;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {

            @Override
            public int read() throws IOException {
                limit();
                int one = in.read();
                hasReceived |= one >= 0;
                return one;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                limit();
                int count = in.read(target, offset, length);
                hasReceived |= count > 0;
                lookForAlert(target, offset, count);
                if (isEstablished && (count < 0 || alertBegins)) {
                    throw new EndOfInputException();
                }
                return count;
            }

            @Override
            public void close() {
                // TLS closes what it has read to its end, and would close the socket with it, which may still have to
                // send.
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {

            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    LOG.debug("{} takes nothing: {}", SocketUnderTls.this, e.toString());
                }
            }
        };
    }
}
