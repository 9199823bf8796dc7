package io.wwep.testing;

import io.wwep.testing.Transcript.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its own thread, with what can be done to it. {@link #close} is for other threads too.
 */
abstract class Conversation implements Runnable {

    /** For a client to take the end of what it is sent, before the connection goes away below it. */
    private static final int LINGER_MILLIS = 500;

    private static final int SCRATCH_BYTES = 4 * 1024;

    /** The connection was ended here, on purpose. */
    static final class EndedException extends IOException {

        private static final long serialVersionUID = 1L;

        EndedException() {
            super("ended by the server");
        }
    }

    private final PacedSocket socket;
    private final Recording recording;
    private final int number;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable SSLSocket tls;

    Conversation(PacedSocket socket, Recording recording, boolean overTls) {
        this.socket = socket;
        this.recording = recording;
        this.number = recording.open(overTls);
    }

    /** Its number. */
    final int number() {
        return number;
    }

    final Recording recording() {
        return recording;
    }

    final @Nullable SSLSession session() {
        SSLSocket secure = tls;
        return secure == null ? null : secure.getSession();
    }

    /** Talks with the client, to the end. */
    abstract void talk() throws IOException;

    @Override
    public final void run() {
        try {
            socket.setTcpNoDelay(true);
            talk();
            hangUp();
        } catch (EndedException e) {
            // The transcript has it.
        } catch (SSLException e) {
            remark("TLS failed: " + e.getMessage());
            note(Kind.CLOSED, "");
        } catch (IOException e) {
            note(closed.getCount() == 0 ? Kind.CLOSED : Kind.LEFT, "");
        } catch (RuntimeException | Error e) {
            remark("the dispatcher failed: " + e);
            note(Kind.CLOSED, "");
            throw e; // for the handler of uncaught exceptions
        } finally {
            close();
        }
    }

    final void note(Kind kind, String text) {
        recording.add(number, kind, text);
    }

    /** Notes what is not the connection's own text, in one line. */
    final void remark(String text) {
        note(Kind.REMARK, text.replaceAll("\\p{Cntrl}+", " ").strip());
    }

    /** Waits for the first byte of the TLS handshake. */
    final int firstByte() throws IOException {
        int first = socket.getInputStream().read();
        if (first < 0) {
            left();
        }
        return first;
    }

    /** Does the handshake whose first byte was read. */
    final void secure(SSLContext context, int first) throws IOException {
        SSLSocket secure = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, new ByteArrayInputStream(new byte[] {(byte) first}), true);
        secure.startHandshake();
        tls = secure;
        note(Kind.SECURED, secure.getSession().getProtocol());
    }

    /** Reads what there is, or waits for it; -1: the client has ended its output. */
    final int receive(byte[] bytes, int offset, int length) throws IOException {
        return top().getInputStream().read(bytes, offset, length);
    }

    /** Sends bytes, and notes them. */
    final void send(String text) throws IOException {
        if (!text.isEmpty()) {
            note(Kind.SENT, text);
            top().getOutputStream().write(Bytes.of(text));
        }
    }

    private Socket top() {
        SSLSocket secure = tls;
        return secure == null ? socket : secure;
    }

    /** From now on each byte comes so long after the one before; zero: all at once. */
    final void pace(Duration time) {
        socket.pace(time, this::passes);
    }

    /** Lets time go by, unless the connection is closed meanwhile. */
    final void pause(Duration time) throws IOException {
        if (!passes(time)) {
            throw new EndedException();
        }
    }

    private boolean passes(Duration time) {
        try {
            return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The client has gone. */
    final void left() throws EndedException {
        note(Kind.LEFT, "");
        throw new EndedException();
    }

    /** Says no more, and waits for the client to go. */
    final void stall() throws IOException {
        drain(0);
        left();
    }

    /** Closes the connection in order. */
    final void hangUp() throws IOException {
        note(Kind.CLOSED, "");
        SSLSocket secure = tls;
        if (secure != null) {
            secure.shutdownOutput();
        }
        socket.shutdownOutput();
        try {
            // What is unread when a connection is closed makes it a reset.
            drain(LINGER_MILLIS);
        } catch (IOException e) {
            throw ended(e); // the client has not gone within the time, or by a reset
        }
        throw new EndedException();
    }

    private static EndedException ended(IOException cause) {
        EndedException end = new EndedException();
        end.initCause(cause);
        return end;
    }

    private void drain(int millis) throws IOException {
        socket.setSoTimeout(millis);
        byte[] scratch = new byte[SCRATCH_BYTES];
        InputStream raw = socket.getInputStream();
        int count = 0;
        while (count >= 0) {
            count = raw.read(scratch);
        }
    }

    /** Resets the connection. */
    final void reset() throws IOException {
        note(Kind.RESET, "");
        socket.setSoLinger(true, 0);
        socket.close();
        throw new EndedException();
    }

    /** Ends it at once. */
    final void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            remark("closing failed: " + e);
        }
    }
}
