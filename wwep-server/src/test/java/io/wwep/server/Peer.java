package io.wwep.server;

import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A raw client that sends and receives bytes. */
final class Peer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket tcp;

    /** The TCP socket, or the TLS socket over it. */
    private Socket stream;

    private Peer(Socket tcp) {
        this.tcp = tcp;
        this.stream = tcp;
    }

    static Peer of(WwepServer server) throws IOException {
        return of(server.address());
    }

    static Peer of(InetSocketAddress server) throws IOException {
        return of(server, new Socket());
    }

    /** Connects the given socket. */
    static Peer of(InetSocketAddress server, Socket tcp) throws IOException {
        Peer peer = new Peer(tcp);
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(TIMEOUT_MILLIS);
        tcp.connect(server, TIMEOUT_MILLIS);
        return peer;
    }

    /** Connects for TLS. The handshake starts with the first byte sent or received, or with {@link #handshake}. */
    static Peer of(WwepServer server, WwepTls tls) throws IOException {
        return of(server.tlsAddress()).over(tls);
    }

    /** Switches to TLS. */
    Peer over(WwepTls tls) throws IOException {
        stream = tls.over(tcp, "localhost");
        return this;
    }

    /** Performs the handshake, and returns the session with the server's certificate. */
    SSLSession handshake() throws IOException {
        ((SSLSocket) stream).startHandshake();
        return ((SSLSocket) stream).getSession();
    }

    /** Performs one exchange on a new connection, like {@code printf … | nc -N}. */
    static String ask(WwepServer server, String message) throws IOException {
        try (Peer peer = of(server)) {
            return peer.send(message).endOutput().receiveToEnd();
        }
    }

    /** Performs one exchange on a new TLS connection. */
    static String ask(WwepServer server, WwepTls tls, String message) throws IOException {
        try (Peer peer = of(server, tls)) {
            return peer.send(message).endOutput().receiveToEnd();
        }
    }

    Socket socket() {
        return tcp;
    }

    Peer send(String text) throws IOException {
        stream.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Shuts down the output; over TLS, sends a close_notify. */
    Peer endOutput() throws IOException {
        stream.shutdownOutput();
        return this;
    }

    /** Returns the result of one read, which over TLS is at most one record; "" at the end of the stream. */
    String receiveOnce() throws IOException {
        byte[] bytes = new byte[16 * 1024];
        int count = stream.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
    }

    /** Receives exactly this number of bytes, or fewer if the stream ends. */
    String receive(int count) throws IOException {
        return new String(stream.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Receives until the server ends the stream. A reset is an exception. */
    String receiveToEnd() throws IOException {
        return new String(stream.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Returns a byte received within the time, or "" if there was none. */
    String receiveWithin(int millis) throws IOException {
        stream.setSoTimeout(millis);
        try {
            return receive(1);
        } catch (SocketTimeoutException e) {
            return "";
        } finally {
            stream.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    /** Sends repeatedly until the server closes the connection. */
    void sendUntilClosed(String text) throws IOException, InterruptedException {
        Thread sender = new Thread(() -> {
            try {
                while (true) {
                    send(text);
                }
            } catch (IOException e) {
                // The server has closed.
            }
        });
        sender.start();
        sender.join(TIMEOUT_MILLIS);
        boolean closed = !sender.isAlive();
        close();
        sender.join();
        if (!closed) {
            throw new AssertionError("the server has not closed the connection");
        }
    }

    /** Resets the connection. */
    void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /** Closes the TCP connection; over TLS, without a close_notify. */
    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
