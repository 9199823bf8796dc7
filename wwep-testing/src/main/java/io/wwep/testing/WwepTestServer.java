package io.wwep.testing;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server for tests, on a free port of this machine. By itself it is a register server: what is written can be read. On top
 * of that it answers as told, does wrong as told ({@link Fault}), and shows what came.
 *
 * <pre>{@code
 * try (WwepTestServer server = WwepTestServer.start();
 *         WwepClient client = server.client().build()) {
 *     server.enqueue(WwepReply.refused("Database Full"));
 *     assertThrows(WwepRefusedException.class, () -> client.write(0x0FAC, 0x0B, 0x1234));
 *     assertEquals("W0FAC0B1234", server.takeRequest(Duration.ofSeconds(1)).text());
 * }
 * }</pre>
 *
 * <p>It has a thread for each connection, as a daemon, and keeps all that came until {@link #reset}. Safe for use by several
 * threads at once.
 */
public final class WwepTestServer implements AutoCloseable {

    private static final int BACKLOG = 128;

    /** For a server to see that a client has gone. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** For its threads to end. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ServerSocket socket;
    private final @Nullable EphemeralCertificate certificate;
    private final @Nullable Transcript replayed;
    private final Thread acceptor;
    private final TestConnections connections = new TestConnections();
    private final List<ReplayedConversation> replays = new ArrayList<>();
    private Script script = new Script();
    private Recording recording;

    private WwepTestServer(boolean overTls, @Nullable Transcript replayed) {
        this.certificate = overTls ? EphemeralCertificate.get() : null;
        this.replayed = replayed;
        try {
            this.socket = new PacedSocket.Listener();
            socket.bind(
                    new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), 0),
                    BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("the system has no port for a test server: " + e.getMessage(), e);
        }
        this.recording = new Recording(port());
        this.acceptor = new Thread(this::accept, "wwep-test-server-" + port());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /**
     * {@return a plain server, started}
     *
     * @throws UncheckedIOException if the system has no port
     */
    public static WwepTestServer start() {
        return new WwepTestServer(false, null);
    }

    /**
     * {@return a server over TLS, started} Its certificate, for {@code localhost} and 127.0.0.1, is made on the spot, once for
     * each run of the JVM; that takes {@code wwep-pki}, which comes with this module.
     *
     * @throws UncheckedIOException if the system has no port
     * @throws IllegalStateException if the certificate cannot be made
     */
    public static WwepTestServer startTls() {
        return new WwepTestServer(true, null);
    }

    /**
     * {@return a server that plays the server's side of a transcript, started} The first connection is answered as the first
     * one in it, and so on. It sends what the server has sent once what came before it has come, without regard to the times.
     * Answers and faults are not looked at; {@link #verifyReplay} tells whether the client has played its side.
     *
     * @param transcript what to play, over TLS if one of its connections is
     * @throws UncheckedIOException if the system has no port
     */
    public static WwepTestServer replaying(Transcript transcript) {
        Objects.requireNonNull(transcript, "transcript");
        return new WwepTestServer(transcript.isTls(), transcript);
    }

    /** {@return the port, of 127.0.0.1 and {@code localhost}} */
    public int port() {
        return socket.getLocalPort();
    }

    /** {@return a builder for a client of this server, with its port and what it takes to trust it} */
    public WwepClientBuilder client() {
        WwepClientBuilder builder = WwepClient.create("127.0.0.1").port(port());
        return certificate == null ? builder : builder.tls(certificate.trust());
    }

    /**
     * {@return what a client needs to trust this server's certificate, and no other}
     *
     * @throws IllegalStateException if the server is plain
     */
    public WwepTls trust() {
        if (certificate == null) {
            throw new IllegalStateException(
                    "this server is plain, and has no certificate to trust: start it with startTls()");
        }
        return certificate.trust();
    }

    /**
     * The next request that has no answer yet gets this one; then the one that is enqueued after it, and so on.
     *
     * @param answer for one request
     */
    public synchronized void enqueue(Answer answer) {
        Objects.requireNonNull(answer, "answer");
        script.enqueue(answer);
    }

    /**
     * The same as {@code enqueue(Answer.of(reply))}.
     *
     * @param reply for one request
     */
    public void enqueue(WwepReply reply) {
        Objects.requireNonNull(reply, "reply");
        enqueue(Answer.of(reply));
    }

    /**
     * Has this function answer all requests that nothing is enqueued for.
     *
     * @param function is called by the connections' threads, several at once; what it throws ends the connection
     */
    public synchronized void dispatcher(Function<RecordedRequest, Answer> function) {
        Objects.requireNonNull(function, "function");
        script.dispatcher(function);
    }

    /**
     * Has a fault come when it is its moment.
     *
     * @param fault comes after those for the same moment that were told before
     * @throws IllegalArgumentException if it is for the TLS handshake, and the server is plain
     */
    public synchronized void fault(Fault fault) {
        Objects.requireNonNull(fault, "fault");
        if (fault.moment() == Fault.Moment.IN_HANDSHAKE && certificate == null) {
            throw new IllegalArgumentException(
                    "'" + fault + "' cannot come, because this server is plain: start it with startTls()");
        }
        script.add(fault);
    }

    /** Takes back all faults that have not come yet, and those that come each time. */
    public synchronized void clearFaults() {
        script.clearFaults();
    }

    /**
     * {@return the oldest request that was not taken yet} Waits for it if need be.
     *
     * @param time 0 or more
     * @throws AssertionError if none came within the time
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public RecordedRequest takeRequest(Duration time) throws InterruptedException {
        Objects.requireNonNull(time, "time");
        Recording current = recording();
        RecordedRequest request = current.take(time);
        if (request == null) {
            String transcript = current.transcript().toString();
            throw new AssertionError("no request came within " + time.toMillis() + " ms; "
                    + (transcript.isEmpty() ? "nothing has happened on the server" : "what happened:\n" + transcript));
        }
        return request;
    }

    /** {@return how many connections were opened} */
    public int connections() {
        return recording().connections();
    }

    /** {@return how many connections are open now} */
    public int openConnections() {
        return connections.open();
    }

    /** {@return how many messages were answered, or were to be when a fault came} */
    public int exchanges() {
        return recording().exchanges();
    }

    /**
     * Sets a register, as if it had been written.
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @throws IllegalArgumentException if a number is out of range
     */
    public void put(int device, int register, int value) {
        try {
            script().registers().write(DeviceId.of(device), register, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // registers in memory do not fail
        }
    }

    /**
     * {@return the value of a register, empty if it was never written}
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @throws IllegalArgumentException if a number is out of range
     */
    public OptionalInt find(int device, int register) {
        try {
            return script().registers().read(DeviceId.of(device), register);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // registers in memory do not fail
        }
    }

    /** {@return what has happened so far} */
    public Transcript transcript() {
        return recording().transcript();
    }

    /**
     * Checks that the client has played its side of the transcript, to its end.
     *
     * @throws AssertionError if it has not; it says what was expected and what came
     * @throws IllegalStateException if this server replays none
     */
    public void verifyReplay() {
        Transcript transcript = replayed;
        if (transcript == null) {
            throw new IllegalStateException("this server replays no transcript: start it with replaying(transcript)");
        }
        List<String> differences = differences(transcript);
        if (!differences.isEmpty()) {
            awaitNoConnections(); // the last event may be on its way
            differences = differences(transcript);
        }
        if (!differences.isEmpty()) {
            throw new AssertionError("the client differs from the transcript: " + String.join("; ", differences));
        }
    }

    private synchronized List<String> differences(Transcript transcript) {
        List<String> differences = new ArrayList<>();
        replays.forEach(replay -> replay.difference().ifPresent(differences::add));
        int expected = transcript.connections().size();
        if (replays.size() != expected) {
            differences.add("it has opened " + replays.size() + " connections instead of " + expected);
        }
        return differences;
    }

    /** Waits for clients that are about to go; returns how many connections are open then. */
    int awaitNoConnections() {
        return connections.awaitNone(GRACE);
    }

    /**
     * Makes it as new, on the same port: closes the connections, and forgets answers, faults, registers and what came. A replay
     * begins again.
     */
    public void reset() {
        connections.close(LIMIT);
        synchronized (this) {
            script = new Script();
            recording = new Recording(port());
            replays.clear();
        }
    }

    /**
     * Closes the port and the connections; stalls and delays end at once. Closing a closed server does nothing.
     *
     * @throws IllegalStateException if one of its threads does not end: a dispatcher may wait for something
     */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the test server's port failed: " + e.getMessage(), e);
        }
        TestConnections.join(acceptor, LIMIT);
        connections.close(LIMIT);
    }

    private synchronized Script script() {
        return script;
    }

    private synchronized Recording recording() {
        return recording;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                connections.start(conversation((PacedSocket) socket.accept()), acceptor.getName());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException("the test server cannot accept connections", e);
                }
            }
        }
    }

    private synchronized Conversation conversation(PacedSocket accepted) {
        SSLContext context = certificate == null ? null : certificate.context();
        Transcript transcript = replayed;
        if (transcript == null) {
            return new ScriptedConversation(accepted, recording, script, context);
        }
        ReplayedConversation replay =
                new ReplayedConversation(accepted, recording, context, transcript.of(replays.size()));
        replays.add(replay);
        return replay;
    }
}
