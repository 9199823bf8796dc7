package io.wwep.client;

import io.wwep.protocol.RequestDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection, from the side of a {@link ScriptedPeer}. */
final class Talk {

    private final Socket connection;
    private final Socket socket;
    private final InputStream input;
    private final Consumer<String> heard;

    /** Over a TCP connection, by this socket: the connection's own, or one that puts TLS over it. */
    Talk(Socket connection, Socket socket, Consumer<String> heard) throws IOException {
        this.connection = connection;
        this.socket = socket;
        this.input = socket.getInputStream();
        this.heard = heard;
    }

    /** Waits for a whole request. */
    String request() throws IOException {
        String request = requestOrEnd();
        if (request == null) {
            throw new AssertionError("the client closed the connection instead of sending a request");
        }
        return request;
    }

    /** Waits for a whole request, or null if the client closes. */
    @Nullable
    String requestOrEnd() throws IOException {
        RequestDecoder decoder = new RequestDecoder();
        while (decoder.state() != RequestDecoder.State.COMPLETE) {
            int next = nextOrEnd();
            if (next < 0) {
                return null;
            }
            decoder.decode(new byte[] {(byte) next}, 0, 1);
        }
        String request = decoder.request().toString();
        heard.accept(request);
        return request;
    }

    /** Returns whether the client has sent more than was received, now or a moment later. */
    boolean hasMore() throws IOException {
        pause();
        return input.available() > 0;
    }

    /** Waits for this many bytes of any content. */
    String bytes(int count) throws IOException {
        String text = new String(input.readNBytes(count), StandardCharsets.ISO_8859_1);
        heard.accept(text);
        return text;
    }

    /** Waits until the client ends its output, and returns what else it sent. */
    String untilEnd() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = nextOrEnd(); next >= 0; next = nextOrEnd()) {
            text.append((char) next);
        }
        return text.toString();
    }

    /**
     * Waits for one byte, or -1 if the client ends. A reset is an end: the system resets the connection of a client that
     * closes before it has read everything, or before everything was sent to it. So is the alert of a client that cannot
     * decrypt.
     */
    private int nextOrEnd() throws IOException {
        try {
            return input.read();
        } catch (SocketException | SSLException e) {
            return -1;
        }
    }

    /** Sends these bytes in one segment. */
    Talk send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Sends these bytes without TLS. */
    void sendInTheClear(String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends each byte in a separate segment. */
    void sendByteByByte(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            send(text.substring(i, i + 1));
            pause();
        }
    }

    /** Separates what was sent from what follows: nothing shows when the client has read it. */
    Talk pause() {
        await(new CountDownLatch(1), 20);
        return this;
    }

    /** Waits for as long as a course server waits for a request, 100 ms. */
    Talk silence() {
        await(new CountDownLatch(1), 100);
        return this;
    }

    /** Waits for the test. */
    Talk until(CountDownLatch latch) {
        await(latch, 20_000);
        return this;
    }

    /** Ends this side and waits for the client to close, up to 3 s, as a course server does; then releases one. */
    void endAndAwaitClose(Semaphore closes) throws IOException {
        end();
        awaitClose(closes);
    }

    /** Waits for the client to close, up to 3 s; then releases one. If it does not close, nothing is released. */
    void awaitClose(Semaphore closes) throws IOException {
        connection.setSoTimeout(3_000);
        untilEnd();
        closes.release();
    }

    private void end() {
        try {
            if (socket != connection) {
                socket.shutdownOutput();
            }
            connection.shutdownOutput();
        } catch (IOException e) {
            // The client closed first.
        }
    }

    /**
     * Begins another handshake on the open connection, a full one, and waits for what the client sends after it; returns false if
     * it ends the connection instead.
     */
    boolean renegotiate() throws IOException {
        SSLSocket secured = (SSLSocket) socket;
        secured.getSession().invalidate();
        secured.startHandshake();
        return nextOrEnd() >= 0;
    }

    /** With TLS 1.3, sends a new key, and asks for the client's. */
    void updateKeys() throws IOException {
        ((SSLSocket) socket).startHandshake();
    }

    /** Ends this side of the TCP connection; the client's can still be read. */
    Talk endOutput() throws IOException {
        connection.shutdownOutput();
        return this;
    }

    /** Closes with a reset instead of an orderly end. */
    void reset() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    void close() throws IOException {
        socket.close();
    }

    /** Closes the TCP connection without a close_notify. */
    void closeWithoutTls() throws IOException {
        connection.close();
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
