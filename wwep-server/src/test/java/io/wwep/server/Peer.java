package io.wwep.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client without manners of its own: bytes out, bytes in. */
final class Peer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();

    private Peer() {}

    static Peer of(WwepServer server) throws IOException {
        return of(server.address());
    }

    static Peer of(InetSocketAddress server) throws IOException {
        Peer peer = new Peer();
        peer.socket.setTcpNoDelay(true);
        peer.socket.setSoTimeout(PATIENCE_MILLIS);
        peer.socket.connect(server, PATIENCE_MILLIS);
        return peer;
    }

    /** One exchange on a connection of its own, as {@code printf … | nc -N} does it. */
    static String ask(WwepServer server, String message) throws IOException {
        try (Peer peer = of(server)) {
            return peer.send(message).endOutput().receiveToEnd();
        }
    }

    Socket socket() {
        return socket;
    }

    Peer send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Peer endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Exactly so many bytes; fewer if the stream ends. */
    String receive(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** All until the server ends the stream; a reset is an exception. */
    String receiveToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** What came within the time, which may be nothing. */
    String receiveWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return receive(1);
        } catch (SocketTimeoutException e) {
            return "";
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Sends for as long as the server takes it or makes it wait; returns when the server has closed. */
    void sendForEver(String text) throws IOException, InterruptedException {
        Thread sender = new Thread(() -> {
            try {
                while (true) {
                    send(text);
                }
            } catch (IOException e) {
                // Closed at last.
            }
        });
        sender.start();
        sender.join(PATIENCE_MILLIS);
        boolean closed = !sender.isAlive();
        close();
        sender.join();
        if (!closed) {
            throw new AssertionError("the server has not closed the connection");
        }
    }

    /** Closes with a reset instead of an end of the stream. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
