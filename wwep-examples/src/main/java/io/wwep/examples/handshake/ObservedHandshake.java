package io.wwep.examples.handshake;

import io.wwep.examples.handshake.HandshakeEnd.SystemTrustVerdict;
import io.wwep.examples.handshake.HandshakeStep.Kind;
import io.wwep.examples.handshake.StepRecorder.Direction;
import io.wwep.tls.ManagerFactories;
import io.wwep.tls.TlsMaterialException;
import io.wwep.tls.WwepTls;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A TLS handshake over a socket, each step of which is reported as it happens: from the records in both directions, and from
 * the calls of the trust and the keys. Sends nothing but the handshake. Used by one thread.
 */
public final class ObservedHandshake {

    private static final int MAX_BYTES = 256 * 1024;

    /** How long a server may take to reject a client certificate, or to accept it by sending its session's ticket. */
    private static final Duration LATE_ALERT = Duration.ofSeconds(5);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final HandshakeSettings settings;
    private final StepRecorder steps;
    private final ObservingTrust trust;
    private final ObservingKeys keys;
    private final SSLEngine engine;
    private final LimitedInput input;
    private final OutputStream output;
    private final ByteBuffer outgoing;
    private final ByteBuffer decrypted;

    private ObservedHandshake(Socket socket, HandshakeSettings settings, long start, Consumer<HandshakeStep> reporter)
            throws IOException {
        this.settings = settings;
        steps = new StepRecorder(reporter);
        trust = new ObservingTrust(settings.trust(), settings.name(), steps);
        keys = new ObservingKeys(
                ManagerFactories.of(settings.trust())
                        .identity()
                        .map(KeyManagerFactory::getKeyManagers)
                        .map(managers -> (X509ExtendedKeyManager) managers[0])
                        .orElse(null),
                steps);
        engine = tls().engine(settings.host(), socket.getPort(), settings.limit(), () -> !socket.isClosed());
        input = new LimitedInput(socket, MAX_BYTES, start + settings.limit().toNanos());
        output = socket.getOutputStream();
        outgoing = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() + TlsRecord.MAX_CONTENT);
        decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() + TlsRecord.MAX_CONTENT);
    }

    /**
     * Does the handshake, and closes the TLS connection after it; the caller closes the socket.
     *
     * @param socket connected, with nothing sent or received yet
     * @param start the {@link System#nanoTime()} at which the limit of the settings began
     * @param reporter receives each step as it happens, on this thread
     * @return how it ended
     * @throws IOException if the socket was closed before
     * @throws TlsMaterialException if the settings cannot be used
     */
    public static HandshakeEnd over(
            Socket socket, HandshakeSettings settings, long start, Consumer<HandshakeStep> reporter)
            throws IOException {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(reporter, "reporter");
        ObservedHandshake handshake = new ObservedHandshake(socket, settings, start, reporter);
        handshake.introduce(socket);
        return handshake.run();
    }

    private WwepTls tls() {
        WwepTls tls = WwepTls.of(context());
        if (settings.expectedName() != null) {
            tls = tls.expectingName(settings.expectedName());
        }
        return settings.protocol() == null ? tls : tls.protocols(settings.protocol());
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private void introduce(Socket socket) {
        steps.add(new HandshakeStep(
                Kind.TRUST,
                "Trust",
                CourseStep.TRUST.toString(),
                settings.ownTrust()
                        ? "This client trusts " + trust.trusted() + ", given with --ca."
                        : "This client trusts the " + trust.systemSize()
                                + " authorities of this system, because --ca was not given."));
        steps.add(new HandshakeStep(
                Kind.IDENTITY,
                "Identity",
                CourseStep.IDENTITY.toString(),
                settings.identified()
                        ? "This client has the certificate of --cert, should the server ask."
                        : "This client has no certificate of its own."));
        steps.add(new HandshakeStep(
                Kind.CONTEXT,
                "Context",
                CourseStep.CONTEXT.toString(),
                "Trust and identity together. The server's name must be " + settings.name() + "."));
        steps.add(new HandshakeStep(
                Kind.CONNECTION,
                "TCP connection",
                CourseStep.ENABLE.and(CourseStep.CONNECT),
                "Open, from " + local(socket) + " to " + settings.server() + ". Everything below goes through it."));
    }

    private static String local(Socket socket) {
        String address = socket.getLocalAddress().getHostAddress();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + socket.getLocalPort();
    }

    private HandshakeEnd run() throws IOException {
        Exception failed = null;
        try {
            shakeHands();
            if (keys.wasAsked() && steps.isTls13()) {
                awaitLateAlert();
            }
            finished();
        } catch (IOException e) {
            failed = e;
            broken(e);
        }
        close(
                failed == null
                        ? "It is close_notify: this client sends no more."
                        : "It is the alert by which this client ends the handshake.");
        SystemTrustVerdict bySystem =
                new SystemTrustVerdict(trust.wasAsked(), trust.systemSize(), trust.systemVerdict());
        return failed == null
                ? new HandshakeEnd(
                        engine.getSession().getProtocol(), engine.getSession().getCipherSuite(), null, bySystem)
                : new HandshakeEnd(null, null, FailureWording.of(settings, failed, keys.wasAsked()), bySystem);
    }

    private void shakeHands() throws IOException {
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
            status = switch (status) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap().getHandshakeStatus();
                default -> unwrap(TlsRecord.read(input)).getHandshakeStatus();
            };
        }
    }

    private HandshakeStatus runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return engine.getHandshakeStatus();
    }

    private SSLEngineResult wrap() throws IOException {
        outgoing.clear();
        SSLEngineResult result = engine.wrap(NOTHING, outgoing);
        outgoing.flip();
        output.write(outgoing.array(), 0, outgoing.limit());
        TlsRecord.all(outgoing).forEach(record -> steps.record(record, Direction.TO_SERVER));
        return result;
    }

    private SSLEngineResult unwrap(TlsRecord record) throws IOException {
        steps.record(record, Direction.TO_CLIENT);
        decrypted.clear();
        ByteBuffer source = record.whole();
        SSLEngineResult result = engine.unwrap(source, decrypted);
        // An engine may want to write, or to run a task, before it takes the record.
        while (source.hasRemaining() && result.getStatus() == SSLEngineResult.Status.OK) {
            HandshakeStatus status = result.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                wrap();
            } else if (result.bytesConsumed() == 0) {
                throw new SSLException("a record was not taken");
            }
            result = engine.unwrap(source, decrypted);
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new EOFException("the server closed the TLS connection");
        }
        return result;
    }

    /**
     * Waits for a server that has asked for a certificate to accept or reject it. With TLS 1.3 this client has finished by
     * then.
     */
    private void awaitLateAlert() throws IOException {
        input.endBy(System.nanoTime() + LATE_ALERT.toNanos());
        try {
            unwrap(TlsRecord.read(input));
        } catch (SocketTimeoutException e) {
            // A server that accepts it need not send anything.
        }
    }

    private void finished() {
        steps.add(new HandshakeStep(
                Kind.FINISHED,
                "Finished",
                CourseStep.CONNECT.toString(),
                "Each side has sent a checksum of all messages so far, made with the new key, and the server's was right:"
                        + " nobody has changed any message. The server has also proved that it has the private key of"
                        + " its certificate.",
                "From here on WWEP goes through " + version(engine.getSession().getProtocol()) + " with "
                        + engine.getSession().getCipherSuite() + "."));
    }

    private static String version(String protocol) {
        return protocol.replace("TLSv", "TLS ");
    }

    /** Says what ended the handshake, unless the engine did: then the steps before and an alert say it. */
    private void broken(IOException e) {
        if (e instanceof SSLException) {
            return;
        }
        if (e instanceof NotTlsException) {
            broken("The reply is not TLS", sentence(e));
        } else if (e instanceof SocketTimeoutException) {
            broken("It was not complete within " + settings.limit().toSeconds() + " s");
        } else if (e instanceof EOFException) {
            broken("The connection has ended", sentence(e));
        } else {
            broken("The connection has ended");
        }
    }

    private static String sentence(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".";
    }

    private void broken(String title, String... details) {
        List<String> all = new ArrayList<>(List.of(details));
        int count = input.count();
        List<String> seen = steps.serverMessages();
        if (count == 0) {
            all.add("The server has sent nothing.");
        } else {
            all.add("The server sent " + (count == 1 ? "1 byte" : count + " bytes") + ", "
                    + (seen.isEmpty()
                            ? "and no complete readable message."
                            : "with these readable messages: " + String.join(", ", seen) + "."));
        }
        steps.add(new HandshakeStep(Kind.BROKEN, title, "", all));
    }

    /** Says goodbye to the server, with an alert, as far as it still listens. */
    private void close(String alert) {
        steps.flush();
        steps.explainEncrypted(alert);
        boolean said = false;
        try {
            engine.closeOutbound();
            // Each round sends what is left: the alert of a failed check, or close_notify.
            while (!engine.isOutboundDone() && wrap().bytesProduced() > 0) {
                said = true;
            }
        } catch (IOException | IllegalStateException e) {
            return; // It has closed the connection itself.
        }
        steps.add(new HandshakeStep(
                Kind.CLOSE,
                "Close",
                CourseStep.DISCONNECT.toString(),
                said
                        ? "This client has sent its last alert, and closes the TCP connection."
                        : "This client closes the TCP connection, without an alert."));
    }
}
