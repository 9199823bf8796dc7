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
 * The TCP socket below a TLS connection.
 *
 * <p>Its read timeout limits all reads together until it is set again. TLS reads a record in pieces, so a timeout per
 * read would never stop a client that sends byte by byte.
 *
 * <p>It detects plaintext alerts. OpenSSL sends one when it rejects the server's certificate, but the JDK treats it as
 * an error once it expects encrypted records.
 *
 * <p>Its writes never fail: TLS would then stop reading, but requests that a client sent before it left must be
 * executed.
 */
final class TlsTransportSocket extends Socket {

    /** Accepts sockets of this class. */
    static final class Listener extends ServerSocket {

        Listener() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            TlsTransportSocket accepted = new TlsTransportSocket();
            implAccept(accepted);
            return accepted;
        }
    }

    /**
     * Signals that the client has shut down its output. TLS treats this as an interrupted read and stays usable. On a
     * normal end of input, TLS 1.2 would shut down its own output too, and replies could not be sent.
     */
    static final class EndOfInputException extends InterruptedIOException {

        private static final long serialVersionUID = 1L;
    }

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private static final int HEADER_BYTES = 5;
    private static final int ALERT_RECORD = 0x15;
    private static final int ALERT_BYTES = 2;

    private volatile long deadline = System.nanoTime();
    private boolean isEstablished;
    private boolean hasReceived;
    private boolean alertHeaderRead;
    private OptionalInt alert = OptionalInt.empty();

    private TlsTransportSocket() throws SocketException {
        super((SocketImpl) null); // ServerSocket.implAccept sets the implementation
    }

    /** Limits all following reads together to this time; 1 ms or more. */
    @Override
    public synchronized void setSoTimeout(int millis) {
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Returns the time that is left. The revocation check of client certificates asks for it. */
    @Override
    public synchronized int getSoTimeout() {
        return Deadline.millisUntil(deadline);
    }

    private void applyDeadline() throws IOException {
        if (System.nanoTime() - deadline >= 0) {
            throw new SocketTimeoutException("the read deadline has passed");
        }
        super.setSoTimeout(Deadline.millisUntil(deadline));
    }

    /** Marks the handshake as done. From now on, a visible alert (in TLS 1.2) ends the input. */
    void markEstablished() {
        isEstablished = true;
    }

    /** Returns whether any byte was received. */
    boolean hasReceived() {
        return hasReceived;
    }

    /** Returns the number of the plaintext alert received last, if any. */
    OptionalInt alert() {
        return alert;
    }

    /** Detects an alert record. TLS reads the header first, then the content. */
    private void detectAlert(byte[] bytes, int offset, int count) {
        if (alertHeaderRead && count == ALERT_BYTES) {
            alert = OptionalInt.of(bytes[offset + 1] & 0xFF);
        }
        alertHeaderRead = count == HEADER_BYTES && bytes[offset] == ALERT_RECORD;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {

            @Override
            public int read() throws IOException {
                applyDeadline();
                int one = in.read();
                hasReceived |= one >= 0;
                return one;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                applyDeadline();
                int count = in.read(target, offset, length);
                hasReceived |= count > 0;
                detectAlert(target, offset, count);
                if (isEstablished && (count < 0 || alertHeaderRead)) {
                    throw new EndOfInputException();
                }
                return count;
            }

            @Override
            public void close() {
                // TLS closes its input at the end of the stream. That must not close the socket, which may still send.
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
                    LOG.debug("cannot write to {}: {}", TlsTransportSocket.this, e.toString());
                }
            }
        };
    }
}
