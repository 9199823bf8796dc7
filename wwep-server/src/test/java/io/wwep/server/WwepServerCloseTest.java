package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After each test, the shared leak check verifies that nothing is left. */
class WwepServerCloseTest {

    /** Servers to close if a test fails before it closes them. */
    private final List<WwepServer> started = new ArrayList<>();

    @AfterEach
    void closeServers() {
        started.forEach(WwepServer::close);
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void anUnusedServerCanBeClosedTwice(ServerProfile profile) throws Exception {
        WwepServer server = start(WwepServer.create().plain(0).profile(profile));
        int port = server.port();
        server.close();
        server.close();
        assertThat(server.port()).isEqualTo(port).isPositive();
        assertThat(server.address().getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "R0BAC0B", "W0FAC0", "?"})
    void closingEndsAConnectionInAnyState(String sent) throws Exception {
        WwepServer server = start(WwepServer.create().plain(0));
        try (Peer peer = Peer.of(server);
                Peer served = Peer.of(server)) {
            peer.send(sent);
            assertThat(served.send("R0BAC0B").receive(1)).isEqualTo("X");
            server.close();
            assertThat(readUntilGone(peer)).isIn("", "X");
            assertThat(readUntilGone(served)).isEmpty();
        }
    }

    @Test
    void closingEndsACourseConnectionWithAPartialPacket() throws Exception {
        WwepServer server =
                start(WwepServer.create().plain(0).profile(ServerProfile.COURSE).messageTimeout(Duration.ofMinutes(5)));
        try (Peer served = Peer.of(server);
                Peer waiting = Peer.of(server)) {
            served.send("W0FAC0");
            server.close();
            assertThat(readUntilGone(served)).isEmpty();
            assertThat(readUntilGone(waiting)).isEmpty();
        }
    }

    @Test
    void closingAbortsAWriteToAClientThatDoesNotRead() throws Exception {
        Semaphore served = new Semaphore(0);
        WwepServer server = start(WwepServer.create().plain(0).listener(exchange -> served.release()));
        Thread closer = new Thread(() -> {
            // When no more requests are served, the server is blocked on writing.
            while (acquired(served)) {
                served.drainPermits();
            }
            server.close();
        });
        try (Peer peer = Peer.of(server)) {
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
        WwepServer server = start(WwepServer.create().plain(0).profile(profile).listener(exchange -> {
            running.join().close();
            interrupted.complete(Thread.currentThread().isInterrupted());
        }));
        running.complete(server);
        try (Peer peer = Peer.of(server)) {
            assertThat(peer.send("W0FAC0B1234").endOutput().receive(11)).isEqualTo("A0FAC0B1234");
            assertThat(interrupted.get(20, TimeUnit.SECONDS))
                    .as("the server waited for its own thread")
                    .isFalse();
            assertThat(readUntilGone(peer)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void aBlockedExchangeListenerIsInterrupted(ServerProfile profile) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        WwepServer server = start(WwepServer.create().plain(0).profile(profile).listener(exchange -> {
            called.countDown();
            await(never);
            if (Thread.currentThread().isInterrupted()) {
                interrupted.countDown();
            }
        }));
        try (Peer peer = Peer.of(server)) {
            peer.send("R0BAC0B").endOutput();
            assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
            server.close();
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWaitForTheServersThreads() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch returns = new CountDownLatch(1);
        WwepServer server = start(WwepServer.create().plain(0).listener(exchange -> {
            called.countDown();
            await(returns);
        }));
        try (Peer peer = Peer.of(server)) {
            peer.send("R0BAC0B").endOutput();
            assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
            Thread.currentThread().interrupt();
            server.close();
            assertThat(Thread.interrupted()).isTrue();
            returns.countDown();
        }
    }

    @Test
    void severalThreadsMayCloseConcurrently() throws Exception {
        WwepServer server = start(WwepServer.create().plain(0));
        try (Peer peer = Peer.of(server)) {
            assertThat(peer.send("R0BAC0B").receive(1)).isEqualTo("X");
            Thread other = new Thread(server::close);
            other.start();
            server.close();
            other.join();
            assertThat(readUntilGone(peer)).isEmpty();
        }
    }

    @Test
    void thePortCanBeReusedAtOnceWithConnectionsOpen() throws Exception {
        RegisterStore store = RegisterStore.inMemory();
        WwepServer server = start(WwepServer.create().plain(0).store(store));
        int port = server.port();
        for (int i = 0; i < 10; i++) {
            try (Peer open = Peer.of(server);
                    Peer half = Peer.of(server)) {
                assertThat(open.send("W0FAC0B1234").receive(11)).isEqualTo("A0FAC0B1234");
                half.send("W0FAC");
                server.close();
                server = start(WwepServer.create().plain(port).store(store));
                assertThat(Peer.ask(server, "R0FAC0B")).isEqualTo("A0FAC0B1234");
            }
        }
        server.close();
    }

    private WwepServer start(WwepServerBuilder builder) throws IOException {
        WwepServer server = builder.start();
        started.add(server);
        return server;
    }

    /** Receives until the end of the stream or a reset. */
    private static String readUntilGone(Peer peer) {
        try {
            return peer.receiveToEnd();
        } catch (IOException e) {
            assertThat(e).isInstanceOf(java.net.SocketException.class);
            return "";
        }
    }

    private static boolean acquired(Semaphore semaphore) {
        try {
            return semaphore.tryAcquire(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
