package io.wwep.examples.mitm;

import io.wwep.client.WwepClient;
import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server, on the loopback interface only: reads each request, changes it, and passes it on; and
 * likewise back. Serves one connection at a time.
 */
final class ManInTheMiddle implements AutoCloseable {

    private static final int BACKLOG = 5;
    private static final int BUFFER = 256;

    /** How long he waits for a client that neither sends nor closes, and the maximum time {@link #close()} waits. */
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket listener;
    private final WwepClient onward;
    private final Tampering tampering = new Tampering();
    private final List<Interception> interceptions = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile @Nullable Socket connection;
    private volatile boolean rejected;

    /**
     * Starts the man in the middle.
     *
     * @param onward his connection to the real server; is closed with him
     * @param own his certificate, for TLS; null for plain TCP
     */
    ManInTheMiddle(WwepClient onward, @Nullable SSLContext own) throws IOException {
        this.onward = onward;
        InetAddress here = InetAddress.getLoopbackAddress();
        listener = own == null
                ? new ServerSocket(0, BACKLOG, here)
                : own.getServerSocketFactory().createServerSocket(0, BACKLOG, here);
        thread = new Thread(this::serve, "man-in-the-middle");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns what he has read and changed so far; all of it once he is closed. */
    List<Interception> interceptions() {
        return List.copyOf(interceptions);
    }

    /** Returns whether a client ended the handshake with him. */
    boolean isRejected() {
        return rejected;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                connection = client;
                client.setSoTimeout(PATIENCE_MILLIS);
                client.setTcpNoDelay(true);
                if (shakesHands(client)) {
                    relay(client);
                }
            } catch (IOException e) {
                // The client has closed the connection, the server does not answer, or he is closed himself.
            }
        }
    }

    /** Returns false if the client ends the handshake: by an alert, which is lost if it closes the connection at once. */
    private boolean shakesHands(Socket client) {
        try {
            if (client instanceof SSLSocket secured) {
                secured.startHandshake();
            }
            return true;
        } catch (IOException e) {
            rejected = true;
            return false;
        }
    }

    private void relay(Socket client) throws IOException {
        RequestDecoder decoder = new RequestDecoder();
        InputStream input = client.getInputStream();
        byte[] bytes = new byte[BUFFER];
        for (int count = input.read(bytes); count > 0; count = input.read(bytes)) {
            int next = 0;
            while (next < count) {
                next = decoder.decode(bytes, next, count);
                if (decoder.state() == RequestDecoder.State.ILLEGAL) {
                    return;
                }
                if (decoder.state() == RequestDecoder.State.COMPLETE) {
                    client.getOutputStream().write(intercept(decoder));
                }
            }
        }
    }

    private byte[] intercept(RequestDecoder decoder) throws WwepException {
        WwepRequest received = decoder.request();
        WwepRequest forwarded = tampering.change(received);
        WwepReply answered = onward.exchange(forwarded);
        WwepReply returned = tampering.changeBack(answered);
        interceptions.add(new Interception(received, forwarded, answered, returned));
        byte[] reply = new byte[returned.length()];
        returned.encode(reply, 0);
        return reply;
    }

    /** Stops listening, and ends once the client has closed its connection. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Socket open = connection;
        if (open != null) {
            open.close();
        }
        onward.close();
    }
}
