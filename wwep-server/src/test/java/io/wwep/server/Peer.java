package io.wwep.server;

import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A client without manners of its own: bytes out, bytes in. */
final class Peer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket tcp;

    /** What is written to and read from: TCP itself, or TLS over it. */
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

    /** Through a socket that is not connected yet. */
    static Peer of(InetSocketAddress server, Socket tcp) throws IOException {
        Peer peer = new Peer(tcp);
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(PATIENCE_MILLIS);
        tcp.connect(server, PATIENCE_MILLIS);
        return peer;
    }

    /** Over TLS; the handshake comes with the first byte that is sent or received, or with {@link #handshake}. */
    static Peer of(WwepServer server, WwepTls tls) throws IOException {
        return of(server.tlsAddress()).over(tls);
    }

    /** From now on over TLS. */
    Peer over(WwepTls tls) throws IOException {
        stream = tls.over(tcp, "localhost");
        return this;
    }

    /** The session, and with it whom the server showed itself to be. */
    SSLSession handshake() throws IOException {
        ((SSLSocket) stream).startHandshake();
        return ((SSLSocket) stream).getSession();
    }

    /** One exchange on a connection of its own, as {@code printf … | nc -N} does it. */
    static String ask(WwepServer server, String message) throws IOException {
        try (Peer peer = of(server)) {
            return peer.send(message).endOutput().receiveToEnd();
        }
    }

    /** One exchange on a connection of its own over TLS. */
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

    /** Over TLS with a close_notify. */
    Peer endOutput() throws IOException {
        stream.shutdownOutput();
        return this;
    }

    /** What one read gives, which over TLS is one record at most; "" at the end of the stream. */
    String receiveOnce() throws IOException {
        byte[] bytes = new byte[16 * 1024];
        int count = stream.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
    }

    /** Exactly so many bytes; fewer if the stream ends. */
    String receive(int count) throws IOException {
        return new String(stream.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** All until the server ends the stream; a reset is an exception. */
    String receiveToEnd() throws IOException {
        return new String(stream.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** What came within the time, which may be nothing. */
    String receiveWithin(int millis) throws IOException {
        stream.setSoTimeout(millis);
        try {
            return receive(1);
        } catch (SocketTimeoutException e) {
            return "";
        } finally {
            stream.setSoTimeout(PATIENCE_MILLIS);
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
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /** Goes without a word: over TLS too, nothing says that this is the end. */
    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
