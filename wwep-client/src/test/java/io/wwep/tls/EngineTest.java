package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.CertificateRequest.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.X509ExtendedTrustManager;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A handshake of engines, and the same checks over a socket and without a connection. */
class EngineTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Engine root");
    private static final IssuedCertificate RECREATED = IssuedCertificate.authority("Engine root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);
    private static final WwepTls TLS = WwepTls.trustingPem(ROOT.certificatePem());
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MOST_STEPS = 1_000;

    @TempDir
    private Path folder;

    private static SSLEngine client(WwepTls tls) {
        return tls.engine("wwep.local", 443, PATIENCE, () -> true);
    }

    private static SSLEngine server(IssuedCertificate identity) {
        return asServer(identity.sslContext(ROOT).createSSLEngine());
    }

    private static SSLEngine asServer(SSLEngine engine) {
        engine.setUseClientMode(false);
        return engine;
    }

    /** Moves the bytes between both until neither has anything more to do. */
    private static void handshake(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < MOST_STEPS; i++) {
            if (isDone(client) && isDone(server)) {
                return;
            }
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        throw new AssertionError("the handshake does not end");
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(1 << 16));
                in.compact();
            }
            default -> {}
        }
    }

    private static AbstractStringAssert<?> refusal(ThrowingCallable handshake) {
        return assertThatThrownBy(handshake).message();
    }

    @Test
    void aServerOfTheDialedNameIsAccepted() throws Exception {
        SSLEngine client = client(TLS);
        handshake(client, server(SERVER));
        assertThat(client.getSession().getPeerPrincipal()).hasToString("CN=server");
    }

    @Test
    void aServerOfAnotherNameIsRefused() {
        SSLEngine client = TLS.engine("else.local", 443, PATIENCE, () -> true);
        refusal(() -> handshake(client, server(SERVER))).contains("CN=server is not for else.local");
    }

    @Test
    void sessionsAreForgottenAfterManyConnections() throws Exception {
        WwepTls tls = WwepTls.trustingPem(ROOT.certificatePem());
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(tls, "wwep.local");
        }
        SSLSessionContext sessions = tls.context().getClientSessionContext();
        for (int i = 2; i < 256; i++) {
            client(tls);
        }
        assertThat(Collections.list(sessions.getIds())).isNotEmpty();
        client(tls);
        assertThat(Collections.list(sessions.getIds())).isEmpty();
    }

    @Test
    void theRequestForAClientCertificateIsKnownAfterTheHandshake() throws Exception {
        SSLEngine client = client(TLS);
        SSLEngine server = server(SERVER);
        server.setWantClientAuth(true);
        handshake(client, server);
        assertThat(TLS.certificateRequest(client))
                .contains(new CertificateRequest(List.of("CN=Engine root"), Answer.NONE));
    }

    @Test
    void nothingWasRequestedByAServerThatAcceptsEveryone() throws Exception {
        SSLEngine client = client(TLS);
        handshake(client, server(SERVER));
        assertThat(TLS.certificateRequest(client)).isEmpty();
    }

    /** Makes these checks of a peer, over a socket, an engine or nothing. */
    private AbstractStringAssert<?> refusalOf(
            IssuedCertificate peer, boolean ofServer, String over, Revocation revocation) {
        if (over.equals("engine")) {
            WwepTls checks = TLS.revocation(revocation);
            return ofServer
                    ? refusal(() -> handshake(client(checks), server(peer)))
                    : refusal(() -> {
                        SSLEngine client = peer.sslContext(ROOT).createSSLEngine();
                        client.setUseClientMode(true);
                        WwepTls identified = checks.identity(SERVER.chainFile(folder), SERVER.keyFile(folder));
                        SSLEngine server = asServer(identified.context().createSSLEngine());
                        server.setNeedClientAuth(true);
                        handshake(client, server);
                    });
        }
        X509ExtendedTrustManager trust =
                (X509ExtendedTrustManager) Contexts.trusting(Set.of(ROOT.certificate()), revocation, new Handshakes());
        X509Certificate[] chain = peer.chain().toArray(X509Certificate[]::new);
        return refusal(() -> {
            try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
                if (over.equals("nothing") && ofServer) {
                    trust.checkServerTrusted(chain, "UNKNOWN");
                } else if (over.equals("nothing")) {
                    trust.checkClientTrusted(chain, "UNKNOWN");
                } else if (ofServer) {
                    trust.checkServerTrusted(chain, "UNKNOWN", socket);
                } else {
                    trust.checkClientTrusted(chain, "UNKNOWN", socket);
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"true, nothing", "true, socket", "true, engine", "false, nothing", "false, socket", "false, engine"})
    void aPeerOfARecreatedAuthorityIsRefused(boolean server, String over) {
        IssuedCertificate peer =
                IssuedCertificate.named("peer").names("wwep.local").issuedBy(RECREATED);
        refusalOf(peer, server, over, Revocation.OFF).contains("CN=peer was not signed by the trusted CN=Engine root");
    }

    @ParameterizedTest
    @CsvSource({"true, nothing", "true, socket", "true, engine", "false, nothing", "false, socket", "false, engine"})
    void aPeerThatMayBeRevokedIsRefused(boolean server, String over) {
        IssuedCertificate peer =
                IssuedCertificate.named("peer").names("wwep.local").issuedBy(ROOT);
        refusalOf(peer, server, over, Revocation.HARD)
                .contains("could not check whether the certificate CN=peer was revoked");
    }

    private static IssuedCertificate listedAt(ServerSocket silent) {
        return IssuedCertificate.named("peer")
                .names("wwep.local")
                .crl(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/list.crl"))
                .issuedBy(ROOT);
    }

    @ParameterizedTest
    @CsvSource({"100, true, no answer within 50 ms", "3600000, false, the connection was closed"})
    void aRevocationCheckEndsWithTheTimeOrTheConnection(int limitMillis, boolean wanted, String text) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SSLEngine client = TLS.revocation(Revocation.HARD)
                    .engine("wwep.local", 443, Duration.ofMillis(limitMillis), () -> wanted);
            refusal(() -> handshake(client, server(listedAt(silent)))).contains(text);
        }
    }

    private static Socket closedAtTheFirstQuery(Socket socket, ServerSocket silent) throws IOException {
        Socket query = silent.accept();
        socket.close();
        return query;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRevocationCheckEndsWhenItsSocketIsClosed(boolean ofServer) throws Exception {
        X509ExtendedTrustManager trust = (X509ExtendedTrustManager)
                Contexts.trusting(Set.of(ROOT.certificate()), Revocation.HARD, new Handshakes());
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            X509Certificate[] chain = {listedAt(silent).certificate()};
            FutureTask<Socket> closing = new FutureTask<>(() -> closedAtTheFirstQuery(socket, silent));
            new Thread(closing, "closes-the-socket").start();
            refusal(() -> {
                        if (ofServer) {
                            trust.checkServerTrusted(chain, "UNKNOWN", socket);
                        } else {
                            trust.checkClientTrusted(chain, "UNKNOWN", socket);
                        }
                    })
                    .contains("the connection was closed");
            try (Socket query = closing.get()) {
                assertThat(query.isConnected()).isTrue();
            }
        }
    }
}
