package io.wwep.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A scripted server: plays one script after another, each on a separate connection, and then accepts no more connections. A
 * connection is closed at the end of its script. Problems in a script fail the test, at {@link #close()}.
 */
final class ScriptedPeer implements AutoCloseable {

    @FunctionalInterface
    interface Script {

        void play(Talk talk) throws IOException;
    }

    /** Prepares a connection before a script is played on it. */
    @FunctionalInterface
    interface Layer {

        /** Returns the socket that the script is played on, or null if the connection cannot be used. */
        @Nullable
        Socket over(Socket accepted) throws IOException;
    }

    private final ServerSocket listener;
    private final Layer layer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile @Nullable Socket current;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile @Nullable Throwable problem;
    private volatile boolean closed;

    ScriptedPeer(Script... scripts) throws IOException {
        this(0, scripts);
    }

    /** Starts on this port, so that a peer can replace another. */
    ScriptedPeer(int port, Script... scripts) throws IOException {
        this(port, accepted -> accepted, scripts);
    }

    /** Starts with a layer over TCP. */
    static ScriptedPeer over(Layer layer, Script... scripts) throws IOException {
        return new ScriptedPeer(0, layer, scripts);
    }

    private ScriptedPeer(int port, Layer layer, Script... scripts) throws IOException {
        this.layer = layer;
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        thread = new Thread(() -> play(scripts), "scripted-peer");
        thread.start();
    }

    /** Accepts each request, on one connection for as long as the client uses it. */
    static Script accepting() {
        return talk -> {
            while (true) {
                String request = talk.requestOrEnd();
                if (request == null) {
                    return;
                }
                talk.send(acceptance(request));
            }
        };
    }

    /** Accepts one request, then closes the connection, as the course's servers do. */
    static Script acceptingOne() {
        return talk -> talk.send(acceptance(talk.request()));
    }

    /** Returns the reply to a write, or to a read of a register with the value 1234. */
    static String acceptance(String request) {
        return "A" + request.substring(1) + (request.startsWith("R") ? "1234" : "");
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns a client of this peer, with time limits for a slow machine, which reconnects at once after a failure. */
    WwepClientBuilder client() {
        return WwepClient.create("127.0.0.1")
                .port(port())
                .replyTimeout(Duration.ofSeconds(20))
                .deadline(Duration.ofSeconds(30))
                .reconnect(failures -> Duration.ZERO);
    }

    /** Returns all requests so far, in order of arrival. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    int connections() {
        return connections.get();
    }

    /** Stops accepting connections; the current one continues. */
    void stopListening() throws IOException {
        closed = true;
        listener.close();
    }

    @Override
    public void close() throws IOException {
        stopListening();
        Socket socket = current;
        if (socket != null) {
            socket.close();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (problem != null) {
            throw new AssertionError("the script failed", problem);
        }
    }

    private void play(Script... scripts) {
        try {
            for (Script script : scripts) {
                try (Socket accepted = listener.accept()) {
                    current = accepted;
                    connections.incrementAndGet();
                    accepted.setTcpNoDelay(true);
                    play(script, accepted);
                }
            }
            listener.close();
        } catch (IOException | RuntimeException | AssertionError e) {
            if (!closed) {
                problem = e;
            }
        }
    }

    private void play(Script script, Socket accepted) throws IOException {
        try (Socket socket = layer.over(accepted)) {
            if (socket != null) {
                script.play(new Talk(accepted, socket, requests::add));
            }
        }
    }
}
