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
 * A server for tests, on a free local port. By default, it is a register server. Tests can also script its answers,
 * inject {@linkplain Fault faults}, and inspect the requests it received.
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
 * <p>It uses a daemon thread per connection, and records all events until {@link #reset}. Safe for use by several
 * threads at once.
 */
public final class WwepTestServer implements AutoCloseable {

    private static final int BACKLOG = 128;

    /** Time to notice that clients have left. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);

    /** Time for its threads to end. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final ServerSocket socket;
    private final @Nullable EphemeralCertificate certificate;
    private final @Nullable Transcript replayed;
    private final Thread acceptor;
    private final TestConnectionRegistry connections = new TestConnectionRegistry();
    private final List<ReplayedConnection> replays = new ArrayList<>();
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
            throw new UncheckedIOException("cannot open a port for a test server: " + e.getMessage(), e);
        }
        this.recording = new Recording(port());
        this.acceptor = new Thread(this::accept, "wwep-test-server-" + port());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /**
     * {@return a plain server, started}
     *
     * @throws UncheckedIOException if no port is available
     */
    public static WwepTestServer start() {
        return new WwepTestServer(false, null);
    }

    /**
     * {@return a TLS server, started} Its certificate, for {@code localhost} and 127.0.0.1, is created once per JVM.
     * This needs {@code wwep-pki}, a dependency of this module.
     *
     * @throws UncheckedIOException if no port is available
     * @throws IllegalStateException if the certificate cannot be created
     */
    public static WwepTestServer startTls() {
        return new WwepTestServer(true, null);
    }

    /**
     * {@return a server that replays the server's side of a transcript, started} The first connection replays the
     * transcript's first connection, and so on. It sends the server's bytes as soon as all earlier bytes have arrived,
     * regardless of the times. Answers and faults are ignored. {@link #verifyReplay} checks the client's side.
     *
     * @param transcript the transcript; the server uses TLS if one of its connections does
     * @throws UncheckedIOException if no port is available
     */
    public static WwepTestServer replaying(Transcript transcript) {
        Objects.requireNonNull(transcript, "transcript");
        return new WwepTestServer(transcript.isTls(), transcript);
    }

    /** {@return the port, on 127.0.0.1 and {@code localhost}} */
    public int port() {
        return socket.getLocalPort();
    }

    /** {@return a builder for a client of this server, with its port and certificate} */
    public WwepClientBuilder client() {
        WwepClientBuilder builder = WwepClient.create("127.0.0.1").port(port());
        return certificate == null ? builder : builder.tls(certificate.trust());
    }

    /**
     * {@return TLS settings for a client that trusts only this server's certificate}
     *
     * @throws IllegalStateException if the server is plain
     */
    public WwepTls trust() {
        if (certificate == null) {
            throw new IllegalStateException("this server is plain and has no certificate: start it with startTls()");
        }
        return certificate.trust();
    }

    /**
     * Enqueues the answer to one request. Requests get the enqueued answers in order.
     *
     * @param answer the answer to one request
     */
    public synchronized void enqueue(Answer answer) {
        Objects.requireNonNull(answer, "answer");
        script.enqueue(answer);
    }

    /**
     * Enqueues a reply, like {@code enqueue(Answer.of(reply))}.
     *
     * @param reply the reply to one request
     */
    public void enqueue(WwepReply reply) {
        Objects.requireNonNull(reply, "reply");
        enqueue(Answer.of(reply));
    }

    /**
     * Sets the function that answers requests when no answer is enqueued.
     *
     * @param function called on the connections' threads, possibly by several at once; an exception ends the connection
     */
    public synchronized void dispatcher(Function<RecordedRequest, Answer> function) {
        Objects.requireNonNull(function, "function");
        script.dispatcher(function);
    }

    /**
     * Injects a fault.
     *
     * @param fault the fault, which happens after earlier ones with the same trigger
     * @throws IllegalArgumentException if it needs a TLS handshake but the server is plain
     */
    public synchronized void fault(Fault fault) {
        Objects.requireNonNull(fault, "fault");
        if (fault.trigger() == Fault.Trigger.IN_HANDSHAKE && certificate == null) {
            throw new IllegalArgumentException(
                    "'" + fault + "' cannot happen because this server is plain: start it with startTls()");
        }
        script.add(fault);
    }

    /** Removes all pending and repeating faults. */
    public synchronized void clearFaults() {
        script.clearFaults();
    }

    /**
     * {@return the oldest recorded request, and removes it} Waits if there is none.
     *
     * @param time how long to wait; 0 or more
     * @throws AssertionError if no request arrives within the time
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    public RecordedRequest takeRequest(Duration time) throws InterruptedException {
        Objects.requireNonNull(time, "time");
        Recording current = recording();
        RecordedRequest request = current.poll(time);
        if (request == null) {
            String transcript = current.transcript().toString();
            throw new AssertionError("no request arrived within " + time.toMillis() + " ms; "
                    + (transcript.isEmpty() ? "nothing happened on the server" : "what happened:\n" + transcript));
        }
        return request;
    }

    /** {@return the number of connections opened} */
    public int connections() {
        return recording().connections();
    }

    /** {@return the number of open connections} */
    public int openConnections() {
        return connections.open();
    }

    /** {@return the number of messages answered, including those whose reply was affected by a fault} */
    public int exchanges() {
        return recording().exchanges();
    }

    /**
     * Sets a register.
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
     * {@return the value of a register; empty if it was never written}
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

    /** {@return the transcript so far} */
    public Transcript transcript() {
        return recording().transcript();
    }

    /**
     * Checks that the client performed its side of the whole transcript.
     *
     * @throws AssertionError if it did not; the message shows what was expected and what arrived
     * @throws IllegalStateException if this server does not replay a transcript
     */
    public void verifyReplay() {
        Transcript transcript = replayed;
        if (transcript == null) {
            throw new IllegalStateException(
                    "this server does not replay a transcript: start it with replaying(transcript)");
        }
        List<String> differences = differences(transcript);
        if (!differences.isEmpty()) {
            awaitNoConnections(); // the last event may not have arrived yet
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
            differences.add("it opened " + replays.size() + " connections instead of " + expected);
        }
        return differences;
    }

    /** Waits for clients that are about to leave. Returns the number of connections still open. */
    int awaitNoConnections() {
        return connections.awaitNone(LEAVE_LIMIT);
    }

    /**
     * Resets the server, on the same port: closes the connections, and clears answers, faults, registers and recorded
     * events. A replay restarts.
     */
    public void reset() {
        connections.close(CLOSE_LIMIT);
        synchronized (this) {
            script = new Script();
            recording = new Recording(port());
            replays.clear();
        }
    }

    /**
     * Closes the port and the connections. Stalls and delays end at once. Closing a closed server has no effect.
     *
     * @throws IllegalStateException if one of its threads does not end, for example because a dispatcher is blocked
     */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the test server's port failed: " + e.getMessage(), e);
        }
        TestConnectionRegistry.join(acceptor, CLOSE_LIMIT);
        connections.close(CLOSE_LIMIT);
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
                connections.start(connection((PacedSocket) socket.accept()), acceptor.getName());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException("the test server cannot accept connections", e);
                }
            }
        }
    }

    private synchronized TestConnection connection(PacedSocket accepted) {
        SSLContext context = certificate == null ? null : certificate.context();
        Transcript transcript = replayed;
        if (transcript == null) {
            return new ScriptedConnection(accepted, recording, script, context);
        }
        ReplayedConnection replay = new ReplayedConnection(accepted, recording, context, transcript.of(replays.size()));
        replays.add(replay);
        return replay;
    }
}
