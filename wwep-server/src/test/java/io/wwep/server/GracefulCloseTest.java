package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link WwepServer#close(Duration)}. After each test, the leak check verifies that nothing is left. */
class GracefulCloseTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** Blocks writes, so that the server is closed while they are in flight. */
    private static final class SlowStore implements RegisterStore {

        private final RegisterStore values = RegisterStore.inMemory();
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch mayWrite = new CountDownLatch(1);

        @Override
        public OptionalInt read(DeviceId device, int register) throws IOException {
            return values.read(device, register);
        }

        @Override
        public boolean write(DeviceId device, int register, int value) throws IOException {
            writing.countDown();
            try {
                assertThat(mayWrite.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            return values.write(device, register, value);
        }
    }

    @TempDir
    private Path folder;

    private final SlowStore store = new SlowStore();
    private WwepServer server;

    @BeforeEach
    void start() throws IOException {
        server = WwepServer.create()
                .plain(0)
                .tls(0, TestTls.identity(folder))
                .store(store)
                .start();
    }

    @AfterEach
    void close() {
        store.mayWrite.countDown();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestsInFlightAreAnsweredThenTheStreamEnds(boolean overTls) throws Exception {
        CompletableFuture<Void> closed;
        try (Peer busy = connect(overTls)) {
            busy.send("W0FAC0B1234R0FAC0B");
            assertThat(store.writing.await(20, TimeUnit.SECONDS)).isTrue();
            busy.send("R0FAC0B"); // the server has read the others, so this waits in the system's buffer
            closed = closing(LONG);
            awaitRefusal();
            store.mayWrite.countDown();
            assertThat(busy.receiveToEnd()).isEqualTo("A0FAC0B1234".repeat(3));
        }
        closed.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anIdleConnectionEndsAtOnceAndGracefully(boolean overTls) throws Exception {
        try (Peer idle = connect(overTls)) {
            assertThat(idle.send("R0BAC0B").receive(1)).isEqualTo("X");
            server.close(LONG);
            assertThat(idle.receiveToEnd()).isEmpty();
        }
    }

    @Test
    void aPartialMessageMayBeCompleted() throws Exception {
        CompletableFuture<Void> closed;
        try (Peer peer = connect(false);
                Peer other = connect(false)) {
            peer.send("R0BAC");
            assertThat(other.send("R0BAC0B").receive(1))
                    .isEqualTo("X"); // so the server has read the other peer's bytes too
            closed = closing(LONG);
            assertThat(other.receiveToEnd()).isEmpty();
            assertThat(peer.send("0B").receiveToEnd()).isEqualTo("X");
        }
        closed.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aConnectionStillBusyAtTheLimitIsClosed() throws Exception {
        try (Peer busy = connect(false)) {
            busy.send("W0FAC0B1234");
            assertThat(store.writing.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closed = closing(Duration.ofMillis(100));
            assertThat(busy.receiveToEnd()).isEmpty();
            store.mayWrite.countDown();
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void theLongestLimitIsAccepted() {
        server.close(Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.close(Duration.ofMillis(-1)))
                .withMessageContaining("negative");
    }

    private Peer connect(boolean overTls) throws IOException {
        return overTls ? Peer.of(server, TestTls.TRUST) : Peer.of(server);
    }

    private CompletableFuture<Void> closing(Duration limit) {
        return CompletableFuture.runAsync(() -> server.close(limit));
    }

    /** Waits until new connections are refused, or reset if they were in the system's queue when the port closed. */
    private void awaitRefusal() {
        assertThatThrownBy(() -> {
                    while (true) {
                        Peer.of(server).close();
                    }
                })
                .isInstanceOf(SocketException.class);
    }
}
