package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After each test, the shared leak check verifies that nothing is left. */
class TlsCloseTest {

    private final List<WwepServer> started = new ArrayList<>();
    private final LogCapture log = new LogCapture("io.wwep.server");

    @TempDir
    private Path folder;

    @AfterEach
    void closeServers() {
        started.forEach(WwepServer::close);
        log.close();
    }

    private WwepServer start(WwepServerBuilder builder) throws IOException {
        WwepServer server = builder.tls(0, TestTls.identity(folder)).start();
        started.add(server);
        return server;
    }

    private static Peer afterHandshake(WwepServer server, RecordingSocket tcp, String protocol) throws IOException {
        Peer peer = Peer.of(server.tlsAddress(), tcp).over(TestTls.TRUST.protocols(protocol));
        peer.handshake();
        return peer;
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void aServerClosesDuringHandshakes(ServerProfile profile) throws Exception {
        WwepServer server = start(WwepServer.create().profile(profile).handshakeTimeout(Duration.ofMinutes(5)));
        try (Peer silent = Peer.of(server.tlsAddress());
                Peer begun = Peer.of(server.tlsAddress())) {
            begun.send("\u0016\3\1\2\0\1\0");
            if (profile == ServerProfile.STANDARD) {
                assertThat(Peer.ask(server, TestTls.TRUST, "R0BAC0B")).isEqualTo("X");
            }
            server.close();
            assertThat(isGone(silent)).isTrue();
            assertThat(isGone(begun)).isTrue();
        }
        assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void clientsGetACloseNotifyWhenTheServerCloses(String protocol) throws Exception {
        WwepServer server = start(WwepServer.create());
        RecordingSocket one = new RecordingSocket();
        RecordingSocket two = new RecordingSocket();
        try (Peer first = afterHandshake(server, one, protocol);
                Peer second = afterHandshake(server, two, protocol)) {
            assertThat(second.send("R0BAC0B").receive(1)).isEqualTo("X");
            // Waits for both, because a handshake ends for the client before it ends for the server.
            assertThat(first.send("R0BAC0B").receive(1)).isEqualTo("X");
            while (log.lines().stream()
                            .filter(line -> line.endsWith("gets the reply X"))
                            .count()
                    < 2) {
                Thread.onSpinWait();
            }
            server.close();
            assertThat(first.receiveToEnd()).isEmpty();
            assertThat(second.receiveToEnd()).isEmpty();
        }
        assertThat(one.endsWithAlert()).as("a close_notify").isTrue();
        assertThat(two.endsWithAlert()).as("a close_notify").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void anIdleClientGetsACloseNotify(String protocol) throws Exception {
        WwepServer server = start(WwepServer.create().idleTimeout(Duration.ofSeconds(1)));
        RecordingSocket tcp = new RecordingSocket();
        try (Peer peer = afterHandshake(server, tcp, protocol)) {
            assertThat(peer.send("R0BAC0B").receiveToEnd()).isEqualTo("X");
        }
        assertThat(tcp.endsWithAlert()).as("a close_notify").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aRefusedClientGetsACloseNotify(String protocol) throws Exception {
        WwepServer server = start(WwepServer.create());
        RecordingSocket tcp = new RecordingSocket();
        try (Peer peer = afterHandshake(server, tcp, protocol)) {
            assertThat(peer.send("W01234W0FAC0B1234").receiveToEnd()).isEqualTo("X");
        }
        assertThat(tcp.endsWithAlert()).as("a close_notify").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void closingAbortsAWriteToAClientThatDoesNotRead(String protocol) throws Exception {
        Semaphore served = new Semaphore(0);
        WwepServer server = start(WwepServer.create().listener(exchange -> served.release()));
        Thread closer = new Thread(() -> {
            // When no more requests are served, the server is blocked on writing.
            while (acquired(served)) {
                served.drainPermits();
            }
            server.close();
        });
        try (Peer peer = Peer.of(server, TestTls.TRUST.protocols(protocol))) {
            assertThat(peer.send("R0BAC0B").receive(1)).isEqualTo("X");
            closer.start();
            peer.sendUntilClosed("R0BAC0B".repeat(1_000));
            closer.join();
        }
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void anExchangeListenerMayCloseTheServer(ServerProfile profile) throws Exception {
        CompletableFuture<WwepServer> running = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        WwepServer server = start(WwepServer.create().profile(profile).listener(exchange -> {
            running.join().close();
            interrupted.complete(Thread.currentThread().isInterrupted());
        }));
        running.complete(server);
        try (Peer peer = Peer.of(server, TestTls.TRUST)) {
            assertThat(peer.send("W0FAC0B1234").receive(11)).isEqualTo("A0FAC0B1234");
            assertThat(interrupted.get(20, TimeUnit.SECONDS))
                    .as("the server waited for its own thread")
                    .isFalse();
            assertThat(isGone(peer)).isTrue();
        }
    }

    @Test
    void bothPortsCanBeReusedAtOnce() throws Exception {
        WwepServer server = start(WwepServer.create().plain(0));
        try (Peer plain = Peer.of(server);
                Peer secure = Peer.of(server, TestTls.TRUST)) {
            assertThat(plain.send("R0BAC0B").receive(1)).isEqualTo("X");
            assertThat(secure.send("R0BAC0B").receive(1)).isEqualTo("X");
            int plainPort = server.port();
            int tlsPort = server.tlsPort();
            server.close();
            WwepServer next = WwepServer.create()
                    .plain(plainPort)
                    .tls(tlsPort, TestTls.identity(folder))
                    .start();
            started.add(next);
            assertThat(Peer.ask(next, "R0BAC0B")).isEqualTo("X");
            assertThat(Peer.ask(next, TestTls.TRUST, "R0BAC0B")).isEqualTo("X");
        }
    }

    private static boolean isGone(Peer peer) {
        try {
            return peer.receiveToEnd().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean acquired(Semaphore semaphore) {
        try {
            return semaphore.tryAcquire(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
