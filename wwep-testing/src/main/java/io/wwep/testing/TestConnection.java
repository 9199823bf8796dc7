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

/** A connection on its own thread. Other threads may call {@link #close}. */
abstract class TestConnection implements Runnable {

    /** Time for a client to read the last bytes before the connection is closed. */
    private static final int LINGER_MILLIS = 500;

    private static final int DISCARD_BYTES = 4 * 1024;

    /** Signals that the server ended the connection on purpose. */
    static final class EndedException extends IOException {

        private static final long serialVersionUID = 1L;

        EndedException() {
            super("ended by the server");
        }
    }

    private final PacedSocket socket;
    private final Recording recording;
    private final int number;
    private final CountDownLatch closedSignal = new CountDownLatch(1);
    private @Nullable SSLSocket tls;

    TestConnection(PacedSocket socket, Recording recording, boolean overTls) {
        this.socket = socket;
        this.recording = recording;
        this.number = recording.open(overTls);
    }

    /** Returns its number. */
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

    /** Serves the client until the connection ends. */
    abstract void serve() throws IOException;

    @Override
    public final void run() {
        try {
            socket.setTcpNoDelay(true);
            serve();
            closeGracefully();
        } catch (EndedException e) {
            // Already recorded.
        } catch (SSLException e) {
            recordRemark("TLS failed: " + e.getMessage());
            record(Kind.CLOSED, "");
        } catch (IOException e) {
            record(closedSignal.getCount() == 0 ? Kind.CLOSED : Kind.LEFT, "");
        } catch (RuntimeException | Error e) {
            recordRemark("the dispatcher failed: " + e);
            record(Kind.CLOSED, "");
            throw e; // for the uncaught exception handler
        } finally {
            close();
        }
    }

    final void record(Kind kind, String text) {
        recording.add(number, kind, text);
    }

    /** Records a remark in one line. */
    final void recordRemark(String text) {
        record(Kind.REMARK, text.replaceAll("\\p{Cntrl}+", " ").strip());
    }

    /** Waits for the first byte of the TLS handshake. */
    final int firstByte() throws IOException {
        int first = socket.getInputStream().read();
        if (first < 0) {
            recordLeft();
        }
        return first;
    }

    /** Performs the handshake whose first byte was read. */
    final void secure(SSLContext context, int first) throws IOException {
        SSLSocket secure = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, new ByteArrayInputStream(new byte[] {(byte) first}), true);
        secure.startHandshake();
        tls = secure;
        record(Kind.SECURED, secure.getSession().getProtocol());
    }

    /** Reads available bytes, or waits for some. Returns -1 if the client has shut down its output. */
    final int receive(byte[] bytes, int offset, int length) throws IOException {
        return stream().getInputStream().read(bytes, offset, length);
    }

    /** Sends bytes and records them. */
    final void send(String text) throws IOException {
        if (!text.isEmpty()) {
            record(Kind.SENT, text);
            stream().getOutputStream().write(Bytes.of(text));
        }
    }

    private Socket stream() {
        SSLSocket secure = tls;
        return secure == null ? socket : secure;
    }

    /** Sets the delay before each byte; zero for none. */
    final void pace(Duration time) {
        socket.pace(time, this::sleep);
    }

    /** Waits, unless the connection is closed meanwhile. */
    final void pause(Duration time) throws IOException {
        if (!sleep(time)) {
            throw new EndedException();
        }
    }

    private boolean sleep(Duration time) {
        try {
            return !closedSignal.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Records that the client has left, and ends the connection. */
    final void recordLeft() throws EndedException {
        record(Kind.LEFT, "");
        throw new EndedException();
    }

    /** Sends nothing more, and waits for the client to leave. */
    final void stall() throws IOException {
        discardInput(0);
        recordLeft();
    }

    /** Closes the connection gracefully. */
    final void closeGracefully() throws IOException {
        record(Kind.CLOSED, "");
        SSLSocket secure = tls;
        if (secure != null) {
            secure.shutdownOutput();
        }
        socket.shutdownOutput();
        try {
            // Closing with unread input would reset the connection.
            discardInput(LINGER_MILLIS);
        } catch (IOException e) {
            throw ended(e); // the client did not leave in time, or reset the connection
        }
        throw new EndedException();
    }

    private static EndedException ended(IOException cause) {
        EndedException end = new EndedException();
        end.initCause(cause);
        return end;
    }

    private void discardInput(int millis) throws IOException {
        socket.setSoTimeout(millis);
        byte[] discarded = new byte[DISCARD_BYTES];
        InputStream input = socket.getInputStream();
        int count = 0;
        while (count >= 0) {
            count = input.read(discarded);
        }
    }

    /** Resets the connection. */
    final void reset() throws IOException {
        record(Kind.RESET, "");
        socket.setSoLinger(true, 0);
        socket.close();
        throw new EndedException();
    }

    /** Closes the connection at once. */
    final void close() {
        closedSignal.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            recordRemark("closing failed: " + e);
        }
    }
}
