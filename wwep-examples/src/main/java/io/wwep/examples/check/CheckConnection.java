package io.wwep.examples.check;

import io.wwep.examples.check.Received.End;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A connection to a server that cannot be trusted to reply, to stop or to close: each call is limited in time and bytes. */
final class CheckConnection implements Closeable {

    /** The most bytes read for one request. */
    private static final int MAX_BYTES = 256;

    private static final int REPLY_BYTES = 11;

    /** How long what follows a reply may take to begin. */
    private static final int QUIET_MILLIS = 150;

    private final Socket tcp;
    private final Socket socket;
    private final Future<?> watchdog;

    /**
     * Creates a connection.
     *
     * @param tcp what is below TLS, or the same as {@code socket}
     * @param watchdog to be canceled when the connection is closed
     */
    CheckConnection(Socket tcp, Socket socket, Future<?> watchdog) {
        this.tcp = tcp;
        this.socket = socket;
        this.watchdog = watchdog;
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Receives one reply: 11 bytes beginning with A, or X with what follows at once, or anything else that arrives. */
    Received receive(int limitMillis) {
        StringBuilder text = new StringBuilder();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        End end = read(text, 1, deadline);
        if (end != End.COMPLETE) {
            return new Received("", end);
        }
        if (text.charAt(0) == 'A') {
            end = read(text, REPLY_BYTES, deadline);
        } else {
            addWhatFollows(text);
        }
        return new Received(text.toString(), end);
    }

    /** Adds bytes that follow a reply, until the connection is quiet. */
    Received withWhatFollows(Received reply) {
        StringBuilder text = new StringBuilder(reply.text());
        addWhatFollows(text);
        return new Received(text.toString(), reply.end());
    }

    private void addWhatFollows(StringBuilder text) {
        read(text, MAX_BYTES, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS));
    }

    /** Ends the stream to the server. */
    void end() throws IOException {
        socket.shutdownOutput();
    }

    /** Returns whether the server ends the connection within this time after the end of the stream to it. */
    boolean isEndedByServer(int limitMillis) throws IOException {
        end();
        End end = read(new StringBuilder(), MAX_BYTES, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis));
        return end == End.CLOSED || end == End.RESET;
    }

    private End read(StringBuilder text, int length, long deadline) {
        try {
            while (text.length() < length) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return End.TIMED_OUT;
                }
                socket.setSoTimeout((int) left);
                int octet = socket.getInputStream().read();
                if (octet < 0) {
                    return End.CLOSED;
                }
                text.append((char) octet);
            }
            return End.COMPLETE;
        } catch (SocketTimeoutException e) {
            return End.TIMED_OUT;
        } catch (IOException e) {
            return End.RESET;
        }
    }

    /** Closes so that the server sees a reset. */
    void abort() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    @Override
    public void close() {
        leave();
    }

    /** Closes before the end of the block that opened it. */
    void leave() {
        watchdog.cancel(false);
        CheckPort.close(socket);
        CheckPort.close(tcp);
    }
}
